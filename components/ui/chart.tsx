import 'server-only'
import type { EChartsOption } from 'echarts'
import { init } from 'echarts'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { CHART, CHART_THEME, themeColours } from './chart-palette'
import { cn } from './cn'

/** about what a phone's column leaves, so that letters keep their size */
const PHONE_WIDTH = 340

export type ChartTable = { columns: string[]; rows: (string | number)[][] }

/**
 * A picture of figures, drawn on the server: no script reaches the browser, and it prints. The caption says what is to
 * be seen in it; the table holds the same figures for those who cannot see it or want them exactly. Colours: CHART.
 */
export function Chart({
  option,
  width = 640,
  height = 300,
  caption,
  table,
  narrow,
  className,
}: {
  option: EChartsOption
  /** drawn anew for a phone, where letters of a scaled picture cannot be read: what is different there */
  narrow?: EChartsOption
  /** drawing size; the picture then scales with its column */
  width?: number
  height?: number
  caption: ReactNode
  table: ChartTable
  className?: string
}) {
  const t = useTranslations('ui.chart')
  return (
    <figure className={cn('min-w-0', className)}>
      <figcaption className="mb-1 text-sm font-medium text-ink-2">{caption}</figcaption>
      <div
        aria-hidden
        className={cn('[&>svg]:h-auto [&>svg]:w-full', narrow && 'max-sm:hidden')}
        style={{ maxWidth: `${width * 1.4}px` }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing; ECharts escapes every text in it
        dangerouslySetInnerHTML={{ __html: drawChart(option, width, height) }}
      />
      {narrow && (
        <div
          aria-hidden
          className="sm:hidden [&>svg]:h-auto [&>svg]:w-full"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing; ECharts escapes every text in it
          dangerouslySetInnerHTML={{ __html: drawChart({ ...option, ...narrow }, PHONE_WIDTH, height) }}
        />
      )}
      <details className="mt-1 text-sm">
        <summary className="w-fit rounded-sm text-ink-2 hover:text-accent">{t('data')}</summary>
        <div className="mt-1 overflow-x-auto" data-scroll>
          <table className="min-w-72 text-sm">
            <thead>
              <tr className="border-b border-line-2 text-left text-ink-2">
                {table.columns.map((c, i) => (
                  <th key={c} scope="col" className={cn('px-2 py-1 font-semibold', i > 0 && 'text-right')}>
                    {c}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={String(row[0])} className="border-b border-line">
                  {row.map((cell, i) =>
                    i === 0 ? (
                      <th key={table.columns[i]} scope="row" className="px-2 py-1 text-left font-normal">
                        {cell}
                      </th>
                    ) : (
                      <td key={table.columns[i]} className="figure px-2 py-1">
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

/** The SVG text of a chart, in theme variables. Motion and hover styles are off: nothing inline for the browser's policy to refuse. */
export function drawChart(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, CHART_THEME, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit', color: CHART.text, fontSize: 12 },
      ...option,
    })
    const svg = chart.renderToSVGString({ useViewBox: true })
    return themeColours(svg.replace(/<style[\s\S]*?<\/style>/g, '').replace(/<\?xml[^>]*\?>/, ''))
  } finally {
    chart.dispose()
  }
}
