import { getTranslations } from 'next-intl/server'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import type { returnDetail } from '@/lib/monitoring/return-queries'
import { toPercent } from '@/lib/platform/money'

const COUNTS = ['stallsTotal', 'stallsOccupied', 'footfall', 'footfallLastYear', 'merchantsAtStart', 'merchantsJoined', 'merchantsLeft', 'complaints', 'closedDays'] as const // biome-ignore format: one line

/** A return as it was handed in: the market's figures and the merchants' lines. */
export async function ReturnView({ r }: { r: Awaited<ReturnType<typeof returnDetail>> }) {
  const t = await getTranslations('monitoring')
  const f = r.figures
  return (
    <div className="space-y-4">
      {r.note && (
        <Notice tone="warn" title={t('return.sentBack')}>
          {r.note}
        </Notice>
      )}
      {f && (
        <Descriptions
          items={[
            ...COUNTS.map((c) => ({ label: t(`return.figure.${c}`), value: String(f[c] ?? ''), figure: true })),
            { label: t('return.figure.feesDue'), value: <Money value={BigInt(String(f.feesDueFen))} />, figure: true },
            {
              label: t('return.figure.feesCollected'),
              value: <Money value={BigInt(String(f.feesCollectedFen))} />,
              figure: true,
            },
            { label: t('return.figure.equityChange'), value: toPercent(Number(f.equityChangePpm)), figure: true },
            {
              label: t('return.events'),
              value: (
                <span className="flex flex-wrap gap-1">
                  {(f.events as string[]).map((e) => (
                    <Badge key={e} tone="warn">
                      {t(`events.${e as 'DEATH'}`)}
                    </Badge>
                  ))}
                </span>
              ),
              span: 'full',
            },
            { label: t('return.figure.note'), value: String(f.note ?? ''), span: 'full' },
          ]}
        />
      )}
      <Card title={t('return.rows')} flush>
        <DataTable
          id="return-rows"
          label={t('return.rows')}
          search={false}
          keyboard={false}
          rows={r.rows.map((row, i) => ({
            id: String(i),
            stallNo: row.stallNo,
            name: row.name,
            stallState: t(`return.stallState.${row.stallState}`),
            closedDays: Number(row.closedDays),
            rentArrearsDays: Number(row.rentArrearsDays),
            remark: row.remark,
          }))}
          columns={[
            { key: 'stallNo', header: t('return.column.stallNo') },
            { key: 'name', header: t('return.column.name') },
            { key: 'stallState', header: t('return.column.stallState') },
            { key: 'closedDays', header: t('return.column.closedDays'), type: 'count' },
            { key: 'rentArrearsDays', header: t('return.column.rentArrearsDays'), type: 'count' },
            { key: 'remark', header: t('return.column.remark'), wrap: true },
          ]}
          empty={{ title: t('return.noRows') }}
        />
      </Card>
    </div>
  )
}
