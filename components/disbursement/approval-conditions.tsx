import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { CivilDate } from '@/components/ui/when'
import type { conditionObjects } from '@/lib/conditions/queries'
import { ApprovalConditionActs } from './approval-condition-acts'
import { ApprovalConditionBadge } from './badges'

type Condition = Awaited<ReturnType<typeof conditionObjects>>['items'][number]

/** What is asked, what was brought, and how far a waiver is. */
export function ConditionText({ c }: { c: Condition }) {
  const t = useTranslations('disbursement.approval')
  return (
    <span className="block max-w-96 min-w-48 whitespace-normal">
      {c.text}
      {c.evidence && <span className="block text-xs text-ink-2">{t('evidence', { note: c.evidence })}</span>}
      {c.state === 'REJECTED' && c.rejectReason && (
        <span className="block text-xs text-danger">{t('rejected', { reason: c.rejectReason })}</span>
      )}
      {c.waiver && (
        <span className="block text-xs text-ink-2">
          {t(`waiverState.${c.waiver.state as 'ASKED'}`, {
            level: c.waiver.level,
            votes: c.waiver.votes.filter((v) => v.agree).length,
            needed: c.waiver.needed,
          })}
        </span>
      )}
    </span>
  )
}

/** The cells of one condition in its table. */
export function conditionRow(c: Condition, say: { type: string; whole: string; owner: string; late: string }) {
  return {
    id: c.id,
    batch: c.batch ?? '',
    text: <ConditionText c={c} />,
    type: say.type,
    about: c.merchant ?? say.whole,
    owner: c.owner ?? say.owner,
    due: (
      <span className="inline-flex items-center gap-2">
        <CivilDate value={c.dueOn} />
        {c.late && <Badge tone="danger">{say.late}</Badge>}
      </span>
    ),
    verifier: c.verifiedBy ?? '—',
    state: <ApprovalConditionBadge state={c.state} />,
    acts: <ApprovalConditionActs id={c.id} acts={c} />,
  }
}
