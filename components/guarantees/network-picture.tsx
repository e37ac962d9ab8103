import { useTranslations } from 'next-intl'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'
import type { GuaranteeNetwork } from '@/lib/guarantees/queries-network'
import { formatYuan } from '@/lib/platform/money'

const KINDS = ['MERCHANT', 'GROUP', 'PERSON', 'GUARANTOR'] as const
const COLOUR = { MERCHANT: CHART.c1, GROUP: CHART.c2, PERSON: CHART.c3, GUARANTOR: CHART.c4 } as const
const SIZE = { MERCHANT: 12, GROUP: 22, PERSON: 8, GUARANTOR: 26 } as const

/** What hangs together, drawn: groups and guarantors large, people small; the same as a table below. */
export function NetworkPicture({ picture }: { picture: GuaranteeNetwork['picture'] }) {
  const t = useTranslations('guarantees.network')
  const nameOf = new Map(picture.nodes.map((n) => [n.id, n.name]))
  // on rings, so that a picture drawn without a script is the same each time
  const rings: Record<(typeof KINDS)[number], number> = { GUARANTOR: 0.15, GROUP: 0.45, MERCHANT: 0.75, PERSON: 1 }
  const place = (n: GuaranteeNetwork['picture']['nodes'][number]) => {
    const same = picture.nodes.filter((x) => x.kind === n.kind)
    if (same.length === 1 && n.kind !== 'PERSON') return { x: 0, y: n.kind === 'GUARANTOR' ? -60 : 0 }
    const angle = (2 * Math.PI * same.indexOf(n)) / Math.max(same.length, 1)
    return { x: Math.cos(angle) * rings[n.kind] * 400, y: Math.sin(angle) * rings[n.kind] * 260 }
  }
  return (
    <Chart
      caption={picture.cut ? t('pictureCut') : t('picture')}
      width={900}
      height={560}
      option={{
        legend: { data: KINDS.map((k) => t(`kinds.${k}`)), bottom: 0 },
        series: [
          {
            type: 'graph',
            layout: 'none',
            categories: KINDS.map((k) => ({ name: t(`kinds.${k}`), itemStyle: { color: COLOUR[k] } })),
            data: picture.nodes.map((n) => ({
              id: n.id,
              name: n.name,
              ...place(n),
              category: KINDS.indexOf(n.kind),
              symbolSize: SIZE[n.kind],
              itemStyle: { color: COLOUR[n.kind] },
              label: { show: n.kind !== 'PERSON', position: 'right' as const, fontSize: 10, color: CHART.text },
            })),
            links: picture.edges.map((e) => ({
              source: e.from,
              target: e.to,
              lineStyle:
                e.kind === 'GUARANTEES' ? { color: CHART.danger, width: 1.5 } : { color: CHART.faint, width: 1 },
            })),
            edgeSymbol: ['none', 'arrow'],
            edgeSymbolSize: 5,
          },
        ],
      }}
      table={{
        columns: [t('no'), t('from'), t('to'), t('edge'), t('amount')],
        rows: picture.edges.map((e, i) => [
          i + 1,
          nameOf.get(e.from) ?? '',
          nameOf.get(e.to) ?? '',
          t(`edges.${e.kind}`),
          e.amountFen > 0n ? formatYuan(e.amountFen) : '',
        ]),
      }}
    />
  )
}
