/**
 * Colours of charts. ECharts draws on the server, where there is no theme: it is given these place-holders, and the
 * finished SVG gets the theme's CSS variables in their stead — one drawing for light, dark and print.
 */
export const CHART = {
  c1: '#0a0a01',
  c2: '#0a0a02',
  c3: '#0a0a03',
  c4: '#0a0a04',
  c5: '#0a0a05',
  c6: '#0a0a06',
  ink: '#0a0a10',
  text: '#0a0a11',
  faint: '#0a0a12',
  grid: '#0a0a13',
  surface: '#0a0a14',
  ok: '#0a0a20',
  warn: '#0a0a21',
  danger: '#0a0a22',
  accent: '#0a0a23',
  seal: '#0a0a24',
} as const

const axis = {
  axisLine: { lineStyle: { color: CHART.grid } },
  axisTick: { lineStyle: { color: CHART.grid } },
  axisLabel: { color: CHART.text },
  nameTextStyle: { color: CHART.text },
  splitLine: { lineStyle: { color: CHART.grid } },
}

/** What every drawing starts from, so that a caller's option only says what is particular to it. */
export const CHART_THEME = {
  color: [CHART.c1, CHART.c2, CHART.c3, CHART.c4, CHART.c5, CHART.c6],
  categoryAxis: { ...axis, splitLine: { show: false } },
  valueAxis: { ...axis, axisLine: { show: false }, axisTick: { show: false } },
  timeAxis: axis,
  legend: { textStyle: { color: CHART.text }, itemWidth: 14, itemHeight: 10 },
  title: { textStyle: { color: CHART.ink }, subtextStyle: { color: CHART.text } },
  radar: {
    axisName: { color: CHART.text },
    axisLine: { lineStyle: { color: CHART.grid } },
    splitLine: { lineStyle: { color: CHART.grid } },
    splitArea: { show: false },
  },
  graph: { label: { color: CHART.ink }, lineStyle: { color: CHART.faint } },
  funnel: { label: { color: CHART.ink }, itemStyle: { borderColor: CHART.surface } },
  bar: { label: { color: CHART.ink } },
  line: { symbolSize: 6 },
}

const VARIABLE: Record<string, string> = {
  [CHART.c1]: '--chart-1',
  [CHART.c2]: '--chart-2',
  [CHART.c3]: '--chart-3',
  [CHART.c4]: '--chart-4',
  [CHART.c5]: '--chart-5',
  [CHART.c6]: '--chart-6',
  [CHART.ink]: '--ink',
  [CHART.text]: '--chart-text',
  [CHART.faint]: '--ink-3',
  [CHART.grid]: '--chart-grid',
  [CHART.surface]: '--surface',
  [CHART.ok]: '--ok',
  [CHART.warn]: '--warn',
  [CHART.danger]: '--danger',
  [CHART.accent]: '--accent',
  [CHART.seal]: '--seal',
}

/** Place-holders of a finished SVG → CSS variables. ECharts may write a colour as #rrggbb or rgb(r,g,b). */
export function themeColours(svg: string): string {
  return svg
    .replace(/rgb\(10,\s*10,\s*(\d{1,2})\)/g, (_, b: string) => `#0a0a${Number(b).toString(16).padStart(2, '0')}`)
    .replace(/#0a0a[0-9a-f]{2}/g, (hex) => (VARIABLE[hex] ? `var(${VARIABLE[hex]})` : hex))
}
