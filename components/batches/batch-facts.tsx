import {
  Banknote,
  ChevronRight,
  ClipboardCheck,
  FileSignature,
  FileText,
  HandCoins,
  ListChecks,
  type LucideIcon,
  Network,
  ScrollText,
  Star,
} from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { PlaceKey } from '@/lib/batches/next-acts'
import { TextLink } from '../ui/button'
import { Card } from '../ui/card'
import { Descriptions } from '../ui/descriptions'
import { Money } from '../ui/money'
import { CivilDate, Instant } from '../ui/when'

type Facts = {
  id: string
  market: { id: string; code: string; name: string; city: string | null }
  operator: { name: string }
  mode: string
  items: number
  requestedFen: bigint
  listDate: { toString(): string } | null
  rankedCount: number | null
  submissionNo: number
  slaProfile: string
  rm: string | null
  evaluator: string | null
  riskManager: string | null
  submittedAt: Date | null
  acceptedAt: Date | null
  createdAt: Date
}
type Origin = { id: string; code: string }

/** What the batch is: market, people, dates, amounts, and the batches it was split from or into. */
export function BatchFacts({
  batch,
  origin,
  split,
  days,
  marketLink,
}: {
  batch: Facts
  origin: Origin | null
  split: readonly Origin[]
  days: { NORMAL: number; GREEN: number }
  /** whether this person may open the market */
  marketLink: boolean
}) {
  const t = useTranslations('batches')
  const profile = batch.slaProfile === 'GREEN' ? 'GREEN' : 'NORMAL'
  const market = `${batch.market.code} ${batch.market.name}`
  return (
    <Card title={t('tabs.overview')}>
      <Descriptions
        columns={2}
        items={[
          {
            label: t('facts.market'),
            value: marketLink ? <TextLink href={`/markets/${batch.market.id}`}>{market}</TextLink> : market,
          },
          { label: t('facts.operator'), value: batch.operator.name },
          { label: t('facts.mode'), value: t(`modes.${batch.mode as 'JG'}`) },
          { label: t('facts.items'), value: t('funnel.of', { count: batch.items }) },
          { label: t('facts.requested'), value: <Money value={batch.requestedFen} /> },
          { label: t('facts.ranked'), value: batch.rankedCount },
          { label: t('facts.listDate'), value: batch.listDate && <CivilDate value={batch.listDate} /> },
          { label: t('facts.submissions'), value: batch.submissionNo },
          { label: t('facts.rm'), value: batch.rm },
          { label: t('facts.evaluator'), value: batch.evaluator },
          { label: t('facts.riskManager'), value: batch.riskManager },
          {
            label: t('facts.profile'),
            value: t('facts.profileDays', { profile: t(`profiles.${profile}`), days: days[profile] }),
          },
          { label: t('facts.created'), value: <Instant value={batch.createdAt} /> },
          { label: t('facts.submitted'), value: batch.submittedAt && <Instant value={batch.submittedAt} /> },
          { label: t('facts.accepted'), value: batch.acceptedAt && <Instant value={batch.acceptedAt} /> },
          ...(origin
            ? [
                {
                  label: t('facts.origin'),
                  value: <TextLink href={`/batches/${origin.id}`}>{origin.code}</TextLink>,
                },
              ]
            : []),
          ...(split.length > 0
            ? [
                {
                  label: t('facts.children'),
                  value: (
                    <span className="flex flex-wrap gap-x-3">
                      {split.map((c) => (
                        <TextLink key={c.id} href={`/batches/${c.id}`}>
                          {c.code}
                        </TextLink>
                      ))}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}

const ICON: Record<PlaceKey, LucideIcon> = {
  check: ClipboardCheck,
  papers: FileText,
  scoring: ListChecks,
  results: Star,
  groups: Network,
  plan: ScrollText,
  decide: ScrollText,
  contracts: FileSignature,
  disbursement: Banknote,
  loans: HandCoins,
}

/** Where work on this batch is or was done, as far as it exists and this person may open it. */
export function RelatedWork({
  places,
  checking,
}: {
  places: readonly { key: PlaceKey; href: string }[]
  /** papers are being checked now; later they are only looked at */
  checking: boolean
}) {
  const t = useTranslations('batches')
  return (
    <Card title={t('links')} flush>
      {places.length === 0 ? (
        <p className="px-4 py-3.5 text-ink-2">{t('related.none')}</p>
      ) : (
        <ul className="grid gap-px overflow-hidden rounded-b-lg sm:grid-cols-2">
          {places.map(({ key, href }) => {
            const Icon = ICON[key]
            return (
              <li key={key} className="outline outline-line">
                <Link href={href} className="group flex h-full items-center gap-3 px-4 py-2.5 hover:bg-hover">
                  <Icon aria-hidden className="size-4.5 shrink-0 text-ink-2" strokeWidth={1.75} />
                  <span className="min-w-0 flex-1">
                    <span className="block font-medium group-hover:text-accent">
                      {key === 'check' && !checking ? t('check.scan') : t(`go.${key}`)}
                    </span>
                    <span className="block text-sm text-ink-2">{t(`related.${key as 'plan'}`)}</span>
                  </span>
                  <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
                </Link>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
