import { useTranslations } from 'next-intl'
import { Chart } from '@/components/ui/chart'
import { cn } from '@/components/ui/cn'
import type { SectionTable } from '@/lib/plans/basis'
import { tableText } from '@/lib/plans/table-text'
import type { Translate } from '@/lib/platform/i18n/translator'

/** A section's tables, each with its bars where it is a distribution. */
export function SectionTables({ tables }: { tables: readonly SectionTable[] }) {
  const t = useTranslations('plans')
  const all = useTranslations() as unknown as Translate
  const word = (key: string, type: SectionTable['columns'][number]['type'], cell: string) =>
    tableText(all, key, type, cell)
  return (
    <div className="my-3 grid gap-4">
      {tables.map((table) => {
        const at = table.columns.findIndex((c) => c.key === table.chart)
        return (
          <figure key={table.key} className="break-inside-avoid">
            <figcaption className="mb-1 text-sm font-medium text-ink-2">{t(`table.${table.key}`)}</figcaption>
            <div className={cn('grid gap-4', at > 0 && table.rows.length > 1 && 'md:grid-cols-2')}>
              <div className="overflow-x-auto" data-scroll>
                <table className="w-full text-sm">
                  <thead>
                    <tr className="border-b border-line-2 text-left text-ink-2">
                      {table.columns.map((c) => (
                        <th key={c.key} className={cn('px-2 py-1 font-semibold', c.type !== 'text' && 'text-right')}>
                          {t(`tcol.${c.key}`)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {table.rows.map((row) => (
                      <tr key={row.join('|')} className="border-b border-line">
                        {row.map((cell, i) => {
                          const column = table.columns[i]!
                          return (
                            <td
                              key={column.key}
                              className={cn('px-2 py-1', column.type !== 'text' && 'figure text-right')}
                            >
                              {word(table.key, column.type, cell)}
                            </td>
                          )
                        })}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {at > 0 && table.rows.length > 1 && (
                <Chart
                  width={420}
                  height={190}
                  caption={t(`tcol.${table.chart}`)}
                  option={{
                    grid: { left: 36, right: 8, top: 12, bottom: 28 },
                    xAxis: { type: 'category', data: table.rows.map((r) => word(table.key, 'text', r[0] ?? '')) },
                    yAxis: { type: 'value', minInterval: 1 },
                    series: [{ type: 'bar', data: table.rows.map((r) => Number(r[at])), barMaxWidth: 28 }],
                  }}
                  table={{
                    columns: [t(`tcol.${table.columns[0]!.key}`), t(`tcol.${table.chart}`)],
                    rows: table.rows.map((r) => [word(table.key, 'text', r[0] ?? ''), Number(r[at])]),
                  }}
                />
              )}
            </div>
          </figure>
        )
      })}
    </div>
  )
}
