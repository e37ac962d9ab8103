import { useTranslations } from 'next-intl'
import { toPercent } from '@/lib/platform/money'

/** What an indicator read, in its unit: percent, days, times; an event by its name. */
export function Reading({ value, unit }: { value: string; unit: string | null }) {
  const t = useTranslations('monitoring')
  if (unit === null) return t.has(`events.${value as 'DEATH'}`) ? t(`events.${value as 'DEATH'}`) : value
  const figure =
    unit === 'PPM' ? toPercent(Number(value)) : unit === 'MILLI_TIMES' ? String(Number(value) / 1000) : value
  return <span className="tabular-nums">{t(`units.${unit as 'DAYS'}`, { value: figure })}</span>
}
