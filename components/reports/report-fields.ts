import { getTranslations } from 'next-intl/server'
import type { ActField } from '@/components/ui/act-dialog'
import { toYuan } from '@/lib/platform/money'
import {
  BORROWERS,
  DEFAULT_BORROWERS,
  GROUPINGS,
  REPORT_KINDS,
  type RegulatoryReport,
  SCHEDULES,
} from '@/lib/reports/regulatory'

/** The questions of a table for the regulator; without `report` those of a new one. */
export async function reportFields(report?: RegulatoryReport): Promise<ActField[]> {
  const t = await getTranslations('reports')
  const types = await getTranslations('batches.borrowerTypes')
  return [
    ...(report
      ? []
      : [
          {
            name: 'kind',
            label: t('reg.kind'),
            kind: 'choice' as const,
            required: true,
            value: 'INCLUSIVE',
            options: REPORT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
        ]),
    { name: 'name', label: t('reg.name'), kind: 'text', required: true, value: report?.name },
    {
      name: 'groupBy',
      label: t('reg.groupBy'),
      kind: 'choice',
      required: true,
      value: report?.groupBy ?? 'BORROWER_TYPE',
      options: GROUPINGS.map((value) => ({ value, label: t(`grouping.${value}`) })),
    },
    {
      name: 'clientCap',
      label: t('reg.cap'),
      kind: 'money',
      hint: t('reg.capHint'),
      value: report ? toYuan(report.clientCapFen) : '10000000.00',
    },
    {
      name: 'borrowerTypes',
      label: t('reg.borrowers'),
      kind: 'many',
      required: true,
      hint: t('reg.borrowersHint'),
      value: (report?.borrowerTypes ?? DEFAULT_BORROWERS).join(','),
      options: BORROWERS.map((value) => ({ value, label: types(value) })),
    },
    {
      name: 'schedule',
      label: t('reg.schedule'),
      kind: 'choice',
      required: true,
      value: report?.schedule ?? 'NONE',
      options: SCHEDULES.map((value) => ({ value, label: t(`schedule.${value}`) })),
    },
    {
      name: 'recipients',
      label: t('reg.recipients'),
      kind: 'lines',
      hint: t('reg.recipientsHint'),
      value: report?.recipients.join('\n'),
    },
  ]
}
