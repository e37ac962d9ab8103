'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { confirmCompensationAction, makeCompensationAction, reviewClaimAction } from '@/lib/guarantees/actions'

/** Whose turn it is and what they do: risk manager, then two of operations (§2.2, INV-A1). */
export function ClaimActs({ id, events, made }: { id: string; events: string[]; made: boolean }) {
  const t = useTranslations('guarantees.screen')
  const [reason, setReason] = useState('')
  const act = useAct()
  const review = events.includes('review')
  const make = events.includes('make') && !made
  const confirm = events.includes('confirm') && made
  if (!review && !make && !confirm) return null
  return (
    <Card title={t('yourTurn')} description={t(review ? 'reviewClaimHint' : make ? 'makeHint' : 'confirmHint')}>
      <div className="space-y-3">
        {act.problem}
        {review && (
          <>
            <FieldFrame id={`r-${id}`} label={t('opinion')} required>
              <Input id={`r-${id}`} value={reason} maxLength={500} onChange={(e) => setReason(e.currentTarget.value)} />
            </FieldFrame>
            <div className="flex flex-wrap justify-end gap-2">
              <Button
                tone="danger-quiet"
                busy={act.busy}
                disabled={reason.trim().length < 2}
                onClick={() => act.run(() => reviewClaimAction({ claimId: id, agree: false, reason }))}
              >
                {t('closeClaim')}
              </Button>
              <Button
                tone="primary"
                busy={act.busy}
                disabled={reason.trim().length < 2}
                onClick={() => act.run(() => reviewClaimAction({ claimId: id, agree: true, reason }))}
              >
                {t('agree')}
              </Button>
            </div>
          </>
        )}
        {make && (
          <div className="flex justify-end">
            <Button
              tone="primary"
              busy={act.busy}
              onClick={() => act.run(() => makeCompensationAction({ claimId: id }))}
            >
              {t('make')}
            </Button>
          </div>
        )}
        {confirm && (
          <div className="flex justify-end">
            <ReasonDialog
              trigger={<Button tone="primary">{t('confirm')}</Button>}
              title={t('confirm')}
              description={t('confirmDetail')}
              confirmLabel={t('confirm')}
              reason="none"
              action={() => confirmCompensationAction({ claimId: id }, { idempotencyKey: `confirm:${id}` })}
              onDone={(v) => toast.ok(t('compensated', { paid: v.paid, shortfall: v.shortfall }))}
            />
          </div>
        )}
      </div>
    </Card>
  )
}
