'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { endOtherSessionsAction, endSessionAction, removeSecondFactorAction } from '@/lib/admin/actions'

export function EndSession({ sessionId }: { sessionId: string }) {
  const t = useTranslations('admin.me')
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('end')}</Button>}
      title={t('end')}
      confirmLabel={t('end')}
      reason="none"
      action={() => endSessionAction({ sessionId })}
    />
  )
}

export function EndOtherSessions() {
  const t = useTranslations('admin.me')
  return (
    <ReasonDialog
      trigger={<Button>{t('endOthers')}</Button>}
      title={t('endOthers')}
      confirmLabel={t('endOthers')}
      reason="none"
      action={() => endOtherSessionsAction({})}
      onDone={(v) => toast.ok(t('ended', { count: v.ended }))}
    />
  )
}

export function RemoveSecondFactor() {
  const t = useTranslations('admin.me')
  const router = useRouter()
  const [code, setCode] = useState('')
  return (
    <ReasonDialog
      trigger={<Button tone="danger-quiet">{t('remove')}</Button>}
      title={t('remove')}
      description={t('removeText')}
      confirmLabel={t('remove')}
      tone="danger"
      reason="none"
      action={() => removeSecondFactorAction({ code })}
      onDone={() => {
        toast.ok(t('removed'))
        router.refresh()
      }}
    >
      <FieldFrame id="remove-code" label={t('code')} required>
        <Input
          id="remove-code"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
        />
      </FieldFrame>
    </ReasonDialog>
  )
}
