import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { Money, Percent } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import type { Actor } from '@/lib/platform/actor'
import { Refusal } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { compareLoan } from '@/lib/servicing/calculator-query'
import { DAY_COUNTS } from '@/lib/servicing/rules/day-count'
import { HOLIDAY_SHIFTS } from '@/lib/servicing/rules/loan-terms'
import { BalanceChart } from './balance-chart'
import { CalculatorForm, type CalculatorValues } from './calculator-form'

type Query = Record<string, string | string[] | undefined>
const METHODS = ['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY'] as const

function valuesFrom(query: Query, today: string): CalculatorValues {
  const text = (key: string, otherwise: string) =>
    typeof query[key] === 'string' && query[key] !== '' ? (query[key] as string) : otherwise
  const whole = (key: string, otherwise: number) => {
    const n = Number(text(key, ''))
    return text(key, '') !== '' && Number.isInteger(n) ? n : otherwise
  }
  const frequency = text('frequency', 'MONTHLY')
  return {
    principal: text('principal', '500000.00'),
    annualRate: text('annualRate', '4.35'),
    startDate: text('startDate', today),
    termMonths: whole('termMonths', 12),
    frequency: frequency === 'QUARTERLY' || frequency === 'WEEKLY' ? frequency : 'MONTHLY',
    repaymentDay: query.repaymentDay === undefined ? null : whole('repaymentDay', 20),
    gracePeriods: whole('gracePeriods', 0),
    every: whole('every', 1),
    balloon: text('balloon', '0.00'),
    dayCount: DAY_COUNTS.find((d) => d === query.dayCount) ?? 'ACT/360',
    holidayShift: HOLIDAY_SHIFTS.find((h) => h === query.holidayShift) ?? 'NONE',
    guaranteeFee: text('guaranteeFee', '0.00'),
    premium: text('premium', '0.00'),
    otherFee: text('otherFee', '0.00'),
    marginRatio: text('marginRatio', '0.00'),
    marginRate: text('marginRate', '0.05'),
  }
}

/** The loan calculator: the ways of repaying compared, what they cost a year all in, and every instalment explained. */
export async function CalculatorPage({
  actor,
  query,
  today,
  path,
}: {
  actor: Actor
  query: Query
  today: string
  path: string
}) {
  const t = await getTranslations('servicing')
  const values = valuesFrom(query, today)
  const method = METHODS.find((m) => m === query.method) ?? 'ANNUITY'
  const { repaymentDay, ...loan } = values
  const result = await compareLoan(actor, {
    loan: { ...loan, ...(repaymentDay === null ? {} : { repaymentDay }) },
    method,
  }).catch((e: unknown) => {
    if (e instanceof Refusal) return e.error
    throw e
  })
  const link = (m: string) => {
    const params = new URLSearchParams(Object.entries(values).flatMap(([k, v]) => (v === null ? [] : [[k, String(v)]])))
    params.set('method', m)
    return `${path}?${params}`
  }
  const refused = 'code' in result ? errorText((await getTranslations()) as unknown as Translate, result) : null
  return (
    <>
      <PageHeader title={t('calculator.title')} meta={<span>{t('calculator.meta')}</span>} />
      <div className="space-y-4">
        <CalculatorForm values={values} path={path} />
        {refused && (
          <Notice tone="danger" title={refused.title}>
            {refused.detail}
          </Notice>
        )}
        {'comparison' in result && (
          <>
            <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
              <Stat
                label={t('calculator.principal')}
                value={<Money value={values.principal} />}
                note={`${values.termMonths} ${t('calculator.months')}`}
              />
              <Stat label={t('calculator.annualRate')} value={<Percent value={values.annualRate} />} />
              <Stat
                label={t('calculator.allIn')}
                value={
                  <Explain trace={result.comparison.trace}>
                    <Percent value={result.comparison.allInEffectivePpm} />
                  </Explain>
                }
                note={t('calculator.allInNote')}
              />
              <Stat
                label={t('calculator.interest')}
                value={
                  <Explain trace={result.schedule.trace}>
                    <Money value={result.schedule.totals.interest} />
                  </Explain>
                }
                note={t(`method.${method}`)}
              />
            </div>
            <Card flush title={t('calculator.compare')} description={t('calculator.compareHint')}>
              <DataTable
                id="compare"
                label={t('calculator.compare')}
                search={false}
                keyboard={false}
                rows={result.comparison.items.map((i) => ({
                  id: i.method,
                  method:
                    i.method === method ? (
                      <strong>{t(`method.${i.method}`)}</strong>
                    ) : (
                      <TextLink href={link(i.method)}>{t(`method.${i.method}`)}</TextLink>
                    ),
                  instalments: i.instalments,
                  firstFen: i.firstFen,
                  highestFen: i.highestFen,
                  interestFen: i.interestFen,
                  totalFen: i.totalFen,
                  simple: i.annualCost?.simplePpm ?? null,
                  compound: i.annualCost?.compoundPpm ?? null,
                }))}
                columns={[
                  { key: 'method', header: t('calculator.method'), type: 'node', fixed: true },
                  { key: 'instalments', header: t('calculator.instalments'), type: 'count' },
                  { key: 'firstFen', header: t('calculator.first'), type: 'money' },
                  { key: 'highestFen', header: t('calculator.highest'), type: 'money' },
                  { key: 'interestFen', header: t('calculator.interest'), type: 'money' },
                  { key: 'totalFen', header: t('calculator.total'), type: 'money' },
                  { key: 'simple', header: t('calculator.costSimple'), type: 'percent' },
                  { key: 'compound', header: t('calculator.costCompound'), type: 'percent' },
                ]}
              />
            </Card>
            <Card
              title={`${t('calculator.schedule')} · ${t(`method.${method}`)}`}
              description={t('calculator.scheduleHint')}
            >
              <BalanceChart
                rows={result.schedule.rows.map((r) => ({
                  date: r.dueDate,
                  principal: r.principal,
                  interest: r.interest,
                  balance: r.balance,
                }))}
              />
            </Card>
            <Card flush>
              <DataTable
                id="calculator-schedule"
                label={t('calculator.schedule')}
                search={false}
                keyboard={false}
                prefix="s"
                rows={result.schedule.rows.map((r) => ({ id: String(r.no), ...r }))}
                totals={{
                  principal: <Money value={result.schedule.totals.principal} suffix={false} />,
                  interest: <Money value={result.schedule.totals.interest} suffix={false} />,
                  total: <Money value={result.schedule.totals.total} suffix={false} />,
                }}
                columns={[
                  { key: 'no', header: t('col.no'), type: 'count', fixed: true },
                  { key: 'dueDate', header: t('col.dueDate'), type: 'date' },
                  { key: 'days', header: t('col.days'), type: 'count' },
                  { key: 'principal', header: t('col.principal'), type: 'money' },
                  { key: 'interest', header: t('col.interest'), type: 'money' },
                  { key: 'total', header: t('col.total'), type: 'money' },
                  { key: 'balance', header: t('col.left'), type: 'money' },
                ]}
              />
            </Card>
            <p className="text-sm text-ink-2">{t('calculator.disclaimer')}</p>
          </>
        )}
      </div>
    </>
  )
}
