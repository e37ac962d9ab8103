'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { State } from '@/components/ui/state'
import { useAct } from '@/components/ui/use-act'
import { decideMovementAction } from '@/lib/guarantees/actions'
import type { marginAccounts } from '@/lib/guarantees/queries'
import type { Wire } from '@/lib/platform/wire'

export type PendingView = Wire<Awaited<ReturnType<typeof marginAccounts>>>['pending']

/** Deposits that wait for the second signature; one's own cannot be booked by oneself. */
export function CheckerQueue({ pending, mayCheck }: { pending: PendingView; mayCheck: boolean }) {
  const t = useTranslations('guarantees.screen')
  if (pending.length === 0) return <State kind="empty" title={t('noPending')} heading="p" className="py-6" />
  return (
    <ul className="divide-y divide-line">
      {pending.map((p) => (
        <li key={p.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2.5">
          <div className="min-w-0">
            <p className="font-medium">{`${p.accountNo}-${p.subNo ?? ''} ${p.merchant ?? ''}`}</p>
            <p className="text-sm text-ink-2">
              {t(`kinds.${p.kind as 'MARGIN_IN'}`)} · {p.valueDate} · {p.sourceAccount ?? '—'} ·{' '}
              {t('maker', { name: p.maker })}
            </p>
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Money value={p.amount} className="font-semibold" />
            {mayCheck && !p.mine && <Decide id={p.id} />}
            {p.mine && <span className="text-sm text-ink-2">{t('othersTurn')}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Decide({ id }: { id: string }) {
  const t = useTranslations('guarantees.screen')
  const act = useAct()
  return (
    <>
      <ReasonDialog
        trigger={<Button size="sm">{t('reject')}</Button>}
        title={t('reject')}
        confirmLabel={t('reject')}
        tone="danger"
        action={(reason) => decideMovementAction({ requestId: id, decision: 'REJECT', reason })}
      />
      <Button
        size="sm"
        tone="primary"
        busy={act.busy}
        onClick={() =>
          act.run(() => decideMovementAction({ requestId: id, decision: 'POST' }, { idempotencyKey: `post:${id}` }))
        }
      >
        {t('post')}
      </Button>
      {act.problem}
    </>
  )
}
