import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { ClaimDetail } from '@/lib/guarantees/queries-claims'
import { RecordPaper } from './record-paper'

const TONE = { MISSING: 'warn', RECEIVED: 'ok', QUERIED: 'danger' } as const

/** The file that the insurer is asked with: which papers are there, which are wanting, and by when (§2.5). */
export function ClaimPapers({ claim: c, may }: { claim: ClaimDetail; may: boolean }) {
  const t = useTranslations('guarantees.paper')
  if (c.papers.length === 0) return null
  const open = !['PAID', 'SHORTFALL', 'CLOSED'].includes(c.state)
  return (
    <Card title={t('title')} description={t('hint')} flush>
      <DataTable
        id="claim-papers"
        label={t('title')}
        search={false}
        keyboard={false}
        prefix="p"
        rows={c.papers.map((p) => ({
          id: p.id,
          kind: t(`kinds.${p.kind}`),
          state: <Badge tone={TONE[p.state]}>{t(`states.${p.state}`)}</Badge>,
          reference: `${p.reference ?? ''}${p.origin === 'BOOKS' ? `（${t('fromBooks')}）` : ''}`,
          file: p.file ? <TextLink href={`/api/files/${p.file.id}`}>{p.file.name}</TextLink> : '',
          receivedOn: p.receivedOn?.toString() ?? '',
          dueOn: p.dueOn?.toString() ?? '',
          query: p.queryNote ?? '',
          act:
            may && open && (!p.handed || p.state === 'QUERIED') ? (
              <RecordPaper paperId={p.id} again={p.state === 'QUERIED'} />
            ) : (
              ''
            ),
        }))}
        columns={[
          { key: 'kind', header: t('kind'), fixed: true },
          { key: 'state', header: t('state'), type: 'node' },
          { key: 'reference', header: t('reference'), wrap: true },
          { key: 'file', header: t('file'), type: 'node' },
          { key: 'receivedOn', header: t('received'), type: 'date' },
          { key: 'dueOn', header: t('due'), type: 'date' },
          ...(c.papers.some((p) => p.queryNote) ? [{ key: 'query' as const, header: t('queried'), wrap: true }] : []),
          { key: 'act', header: t('act'), type: 'node' },
        ]}
      />
    </Card>
  )
}
