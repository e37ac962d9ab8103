'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { revealTellerAction } from '@/lib/voices/actions'

/** The teller's name, after a reason, on this screen only. */
export function Reveal({ tipOffId }: { tipOffId: string }) {
  const t = useTranslations('voices')
  const [teller, setTeller] = useState<string | null>(null)
  return (
    <>
      <ReasonDialog
        trigger={
          <Button size="sm" tone="quiet">
            {t('tip.reveal')}
          </Button>
        }
        title={t('tip.reveal')}
        description={t('tip.revealHint')}
        confirmLabel={t('tip.reveal')}
        action={(reason) => revealTellerAction({ tipOffId, reason })}
        onDone={(value) => setTeller(value.teller)}
      />
      <Dialog open={teller !== null} onOpenChange={() => setTeller(null)} title={t('tip.teller')}>
        <Notice tone="warn">{teller}</Notice>
      </Dialog>
    </>
  )
}
