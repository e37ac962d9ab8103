import { toYuan } from '@/lib/platform/money'

/** "98.5" 万元 → "985000.00", without a float; text that is no such amount comes back as typed. */
export function wanToYuan(text: string): string {
  const m = /^(\d{1,11})(?:\.(\d{1,6}))?$/.exec(text)
  if (!m) return text
  return toYuan(BigInt(m[1]!) * 1_000_000n + BigInt((m[2] ?? '').padEnd(6, '0') || '0'))
}

/** 43_500 ppm a year → "3.625" ‰ a month (ppm ÷ 12 ÷ 1000), four decimals at most, half up. */
export function monthlyPermille(ppm: number): string {
  const scaled = Math.floor((ppm * 10 + 6) / 12)
  const frac = (scaled % 10_000).toString().padStart(4, '0').replace(/0+$/, '')
  return `${Math.floor(scaled / 10_000)}${frac ? `.${frac}` : ''}`
}
