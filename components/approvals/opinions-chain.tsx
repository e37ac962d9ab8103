import { useLocale, useTranslations } from 'next-intl'
import { Badge, StatusBadge, type StatusKind } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { Instant } from '@/components/ui/when'
import type { OpinionChain } from '@/lib/approvals/queries'
import { formatLabelled } from '@/lib/platform/i18n/format'

const ROUND_KIND: Record<string, StatusKind> = {
  OPEN: 'active',
  APPROVED: 'good',
  APPROVED_WITH_CONDITIONS: 'good',
  RETURNED: 'returned',
  REJECTED: 'refused',
  VOID: 'closed',
}
const TONE = {
  AGREE: 'ok',
  AGREE_WITH_CONDITIONS: 'ok',
  RETURN_FOR_SUPPLEMENT: 'warn',
  REJECT: 'danger',
  ABSTAIN: 'neutral',
} as const

/** Who said what, round by round; what peers said stays covered until one's own opinion is given. */
export function OpinionsChain({ chain }: { chain: OpinionChain }) {
  const t = useTranslations('approvals')
  const locale = useLocale()
  if (chain.rounds.length === 0) return <State kind="empty" title={t('queue.empty')} />
  return (
    <ol className="grid gap-3">
      {chain.rounds.map((r) => (
        <li key={r.id}>
          <Card
            title={`${t(`round.${r.kind}`)} ${r.no}${r.reconsideration ? ` · ${t('round.reconsideration')}` : ''}`}
            actions={<StatusBadge kind={ROUND_KIND[r.state] ?? 'waiting'}>{t(`roundState.${r.state}`)}</StatusBadge>}
          >
            <ul className="grid gap-3">
              {r.seats.map((s) => (
                <li key={s.id} className="text-sm">
                  <div className="flex flex-wrap items-center gap-2">
                    <span className="font-medium">{t(`seat.${s.role}`)}</span>
                    <span className="text-ink-2">{s.person}</span>
                    {s.onBehalfOf && <Badge tone="info">{t('seat.behalf', { name: s.onBehalfOf })}</Badge>}
                    {s.chair && r.kind === 'COUNTERSIGN' && <Badge>{t('seat.chair')}</Badge>}
                    {s.opinion ? (
                      <>
                        <Badge tone={TONE[s.opinion.verdict as 'AGREE'] ?? 'neutral'}>
                          {t(`opinions.${s.opinion.verdict}`)}
                        </Badge>
                        <Instant value={s.opinion.at} className="text-ink-2" />
                        {s.opinion.kept && <Badge tone="info">{t('seat.kept')}</Badge>}
                        {s.opinion.seal === 'BROKEN' ? (
                          <Badge tone="danger">{t('seat.sealBroken')}</Badge>
                        ) : (
                          s.opinion.seal === 'SOUND' && (
                            <span className="text-xs text-ink-3" title={s.opinion.hash}>
                              {t('seat.sealed')}
                              {s.opinion.factor && ` · ${t(`factor.${s.opinion.factor}`)}`}
                            </span>
                          )
                        )}
                      </>
                    ) : (
                      <>
                        <Badge tone="neutral">
                          {t(
                            s.hidden
                              ? 'seat.hidden'
                              : s.state === 'REASSIGNED'
                                ? 'seat.reassigned'
                                : s.state === 'VOID'
                                  ? 'seat.void'
                                  : 'seat.waiting',
                          )}
                        </Badge>
                        {s.named && <Badge tone="neutral">{t('seat.named')}</Badge>}
                        {s.state === 'WAITING' && <Instant value={s.dueAt} className="text-ink-2" />}
                        {s.state === 'WAITING' && s.paused && <Badge tone="neutral">{t('seat.paused')}</Badge>}
                        {s.state === 'WAITING' && s.reminded && !s.escalated && (
                          <Badge tone="warn">{t('seat.reminded')}</Badge>
                        )}
                        {s.state === 'WAITING' && s.escalated && <Badge tone="danger">{t('seat.escalated')}</Badge>}
                      </>
                    )}
                  </div>
                  {s.opinion?.text && <p className="mt-1 max-w-prose whitespace-pre-line">{s.opinion.text}</p>}
                  {[
                    ...(s.opinion?.conditions ?? []).map((c) =>
                      formatLabelled(locale, t(`conditionType.${c.type}`), c.text),
                    ),
                    ...(s.opinion?.returnItems ?? []).map((i) => i.text),
                  ].map((line) => (
                    <p key={line} className="ml-4 list-item text-ink-2">
                      {line}
                    </p>
                  ))}
                </li>
              ))}
            </ul>
          </Card>
        </li>
      ))}
    </ol>
  )
}
