import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { State } from '@/components/ui/state'
import type { StressView } from '@/lib/guarantees/queries-network'

/** What follows when the marked members default, round by round; and what a year of drawn defaults costs whom. */
export function StressResult({ view: v }: { view: StressView }) {
  const t = useTranslations('guarantees.network')
  return (
    <div className="space-y-4">
      <Card title={t('runTitle')} description={t('runHint')}>
        {v.run.rounds.length === 0 ? (
          <State kind="empty" heading="p" title={t('nobodyMarked')} detail={t('nobodyMarkedHint')} />
        ) : (
          <>
            <div className="mb-3 grid grid-cols-2 gap-3 lg:grid-cols-4">
              <Stat label={t('fromMargins')} value={<Money value={v.run.marginFen} />} />
              <Stat label={t('fromMembers')} value={<Money value={v.run.jointFen} />} />
              <Stat
                label={t('fromBank')}
                value={<Money value={v.run.bankFen} />}
                tone={v.run.bankFen > 0n ? 'danger' : 'ok'}
              />
              <Stat
                label={t('stops')}
                value={t('stopCounts', { groups: v.run.impairedGroups, markets: v.run.stoppedMarkets.length })}
                tone={v.run.stoppedMarkets.length > 0 ? 'danger' : undefined}
              />
            </div>
            <ol className="divide-y divide-line">
              {v.run.rounds.map((r) => (
                <li key={r.no} className="space-y-1 py-2">
                  <div className="flex flex-wrap items-center gap-3">
                    <span className="font-medium">{t('round', { no: r.no })}</span>
                    <Badge tone="danger">{t('fallen', { count: r.defaulted.length })}</Badge>
                    <span className="ml-auto flex flex-wrap gap-x-4 text-sm text-ink-2">
                      <span>
                        {t('fromMargins')} <Money value={r.marginFen} />
                      </span>
                      <span>
                        {t('fromMembers')} <Money value={r.jointFen} />
                      </span>
                      <span>
                        {t('fromBank')} <Money value={r.bankFen} />
                      </span>
                    </span>
                  </div>
                  <p className="text-sm text-ink-2">
                    {r.defaulted
                      .slice(0, 12)
                      .map((m) => `${m.groupCode} ${m.name}`)
                      .join(' · ')}
                  </p>
                </li>
              ))}
            </ol>
          </>
        )}
      </Card>
      <Card
        title={t('lossTitle')}
        description={t('lossHint', { draws: v.distribution.bank.draws, seed: String(v.distribution.seed) })}
        flush
      >
        <DataTable
          id="stress-losses"
          label={t('lossTitle')}
          search={false}
          keyboard={false}
          prefix="x"
          rows={[
            {
              id: 'bank',
              who: t('theBank'),
              expectedFen: v.distribution.bank.expectedFen,
              tailFen: v.distribution.bank.tailFen,
              worstFen: v.distribution.bank.worstFen,
            },
            {
              id: 'members',
              who: t('allMembers'),
              expectedFen: v.distribution.members.expectedFen,
              tailFen: v.distribution.members.tailFen,
              worstFen: v.distribution.members.worstFen,
            },
            ...v.partners.map((p) => ({
              id: p.partyId,
              who: p.name,
              expectedFen: p.partner.expectedFen,
              tailFen: p.partner.tailFen,
              worstFen: p.partner.worstFen,
            })),
          ]}
          columns={[
            { key: 'who', header: t('who'), fixed: true },
            { key: 'expectedFen', header: t('expected'), type: 'money' },
            { key: 'tailFen', header: t('tail'), type: 'money' },
            { key: 'worstFen', header: t('worst'), type: 'money' },
          ]}
        />
      </Card>
      <Card title={t('byMember')} flush>
        <DataTable
          id="stress-members"
          label={t('byMember')}
          search={false}
          keyboard={false}
          prefix="y"
          rows={v.expected.map((m) => ({
            id: m.id,
            name: m.name,
            group: m.groupCode,
            grade: m.grade ?? '',
            fen: m.fen,
          }))}
          columns={[
            { key: 'name', header: t('member'), fixed: true },
            { key: 'group', header: t('group') },
            { key: 'grade', header: t('grade') },
            { key: 'fen', header: t('expectedForOthers'), type: 'money' },
          ]}
          empty={{ title: t('noLosses') }}
        />
      </Card>
    </div>
  )
}
