'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/choice'
import { FieldFrame } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import {
  approveDrawdownAction,
  cancelDrawdownAction,
  recheckConditionsAction,
  reviewDrawdownAction,
  sendBackDrawdownAction,
  submitDrawdownAction,
} from '@/lib/disbursement/actions'
import { REVIEW_TICKS, type ReviewTick } from '@/lib/disbursement/rules'

/** What the customer manager may do with a drawdown: hand it over, or take it back. */
export function RequesterActs({ id, events }: { id: string; events: string[] }) {
  const t = useTranslations('disbursement.screen')
  const act = useAct()
  return (
    <div className="flex flex-wrap items-center gap-2">
      {act.problem}
      {events.includes('cancel') && (
        <ReasonDialog
          trigger={<Button size="sm">{t('cancelDrawdown')}</Button>}
          title={t('cancelDrawdown')}
          confirmLabel={t('cancelDrawdown')}
          tone="danger"
          action={(reason) => cancelDrawdownAction({ drawdownId: id, reason })}
        />
      )}
      {events.includes('submit') && (
        <Button
          tone="primary"
          size="sm"
          busy={act.busy}
          onClick={() =>
            act.run(
              () => submitDrawdownAction({ drawdownId: id }),
              () => toast.ok(t('submitted')),
            )
          }
        >
          {t('submit')}
        </Button>
      )}
    </div>
  )
}

export function RecheckButton({ applicationId }: { applicationId: string }) {
  const t = useTranslations('disbursement.screen')
  const act = useAct()
  return (
    <>
      <Button
        size="sm"
        busy={act.busy}
        onClick={() => act.run(() => recheckConditionsAction({ applicationIds: [applicationId] }))}
      >
        {t('recheck')}
      </Button>
      {act.problem}
    </>
  )
}

/** §7.3: five explicit ticks; without all of them the review can only return or refuse. */
export function ReviewPanel({ id }: { id: string }) {
  const t = useTranslations('disbursement')
  const [ticks, setTicks] = useState<ReviewTick[]>([])
  const [items, setItems] = useState('')
  const act = useAct()
  const send = (result: 'PASS' | 'RETURN' | 'REFUSE') =>
    act.run(
      () =>
        reviewDrawdownAction({
          drawdownId: id,
          result,
          ticks,
          items:
            result === 'PASS'
              ? []
              : items
                  .split('\n')
                  .map((i) => i.trim())
                  .filter((i) => i.length > 1),
        }),
      (v) => toast.ok(t(`drawdownState.${v.state as 'REVIEWED'}`)),
    )
  return (
    <Card title={t('screen.review')} description={t('screen.reviewHint')}>
      <div className="space-y-3">
        <fieldset>
          <legend className="sr-only">{t('screen.review')}</legend>
          {REVIEW_TICKS.map((tick) => (
            <Checkbox
              key={tick}
              label={
                <>
                  <b>{t(`ticks.${tick}`)}</b> <span className="text-ink-2">{t(`tickHints.${tick}`)}</span>
                </>
              }
              checked={ticks.includes(tick)}
              onChange={(on) => setTicks(on ? [...ticks, tick] : ticks.filter((x) => x !== tick))}
            />
          ))}
        </fieldset>
        <FieldFrame id={`items-${id}`} label={t('screen.returnItems')} hint={t('screen.returnItemsHint')}>
          <Textarea
            id={`items-${id}`}
            value={items}
            maxLength={3000}
            onChange={(e) => setItems(e.currentTarget.value)}
          />
        </FieldFrame>
        {act.problem}
        <div className="flex flex-wrap justify-end gap-2">
          <Button tone="danger-quiet" busy={act.busy} disabled={items.trim().length < 2} onClick={() => send('REFUSE')}>
            {t('screen.refuse')}
          </Button>
          <Button busy={act.busy} disabled={items.trim().length < 2} onClick={() => send('RETURN')}>
            {t('screen.return')}
          </Button>
          <Button
            tone="primary"
            busy={act.busy}
            disabled={ticks.length < REVIEW_TICKS.length}
            onClick={() => send('PASS')}
          >
            {t('screen.pass')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

/** The second signature: pays, once, or sends back. */
export function ApprovePanel({ id, amount }: { id: string; amount: string }) {
  const t = useTranslations('disbursement.screen')
  const all = useTranslations('disbursement')
  return (
    <Card title={t('approve')} description={t('approveHint')}>
      <div className="flex flex-wrap justify-end gap-2">
        <ReasonDialog
          trigger={<Button>{t('sendBack')}</Button>}
          title={t('sendBack')}
          confirmLabel={t('sendBack')}
          action={(reason) => sendBackDrawdownAction({ drawdownId: id, reason })}
        />
        <ReasonDialog
          trigger={
            <Button tone="primary" size="lg">
              {t('pay', { amount })}
            </Button>
          }
          title={t('pay', { amount })}
          description={t('payConfirm')}
          confirmLabel={t('payNow')}
          reason="none"
          action={() => approveDrawdownAction({ drawdownId: id }, { idempotencyKey: `pay:${id}` })}
          onDone={(v) =>
            v.coreReference
              ? toast.ok(t('paid', { reference: v.coreReference }))
              : toast.info(all(`drawdownState.${v.state as 'RETURNED'}`))
          }
        />
      </div>
    </Card>
  )
}
