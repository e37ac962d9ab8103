'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { suspendMarketAction } from '@/lib/markets/actions'
import { SUSPEND_TRIGGERS } from '@/lib/markets/rules/admission'
import { useRefresh } from './use-refresh'

type Trigger = (typeof SUSPEND_TRIGGERS)[number]

/** Stops the market at once: no new approvals, no draws. */
export function SuspendDialog({ marketId, version }: { marketId: string; version: number }) {
  const t = useTranslations('markets.acts')
  const [trigger, setTrigger] = useState<Trigger>('RED')
  const refresh = useRefresh()
  return (
    <ReasonDialog
      trigger={<Button tone="danger-quiet">{t('suspend')}</Button>}
      title={t('suspendTitle')}
      description={t('suspendText')}
      confirmLabel={t('suspend')}
      tone="danger"
      maxLength={1000}
      action={(reason) => suspendMarketAction({ marketId, trigger, reason }, { ifMatch: version })}
      onDone={() => {
        toast.ok(t('suspendDone'))
        refresh()
      }}
    >
      <RadioGroup
        aria-label={t('suspendCause')}
        value={trigger}
        onChange={(v) => setTrigger(v as Trigger)}
        options={SUSPEND_TRIGGERS.map((value) => ({ value, label: t(`trigger.${value}`) }))}
      />
    </ReasonDialog>
  )
}
