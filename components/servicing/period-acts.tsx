'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, SubmitButton } from '@/components/ui/form'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { useZodForm } from '@/components/ui/use-zod-form'
import { closePeriodAction, exportJournalAction } from '@/lib/servicing/actions'

const Day = z.object({ date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE') })

/** Months of accounting, closed one after the other, and the day's journal for the bank's own ledger. */
export function PeriodActs({
  businessDate,
  periods,
  mayClose,
  mayExport,
}: {
  businessDate: string
  periods: { month: string; state: string }[]
  mayClose: boolean
  mayExport: boolean
}) {
  const t = useTranslations('servicing.ledger')
  const router = useRouter()
  const act = useAct()
  const yesterday = new Date(`${businessDate}T00:00:00Z`)
  yesterday.setUTCDate(yesterday.getUTCDate() - 1)
  const day = yesterday.toISOString().slice(0, 10)
  const form = useZodForm<z.input<typeof Day>>(Day, { defaultValues: { date: day } })
  const last = periods.find((p) => p.state === 'CLOSED')?.month
  const next = nextMonth(last, businessDate)
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card
        title={t('periods')}
        description={t('periodsHint')}
        actions={
          mayClose && (
            <Button
              busy={act.busy}
              onClick={() =>
                act.run(
                  () => closePeriodAction({ month: `${next}-01` }),
                  () => {
                    toast.ok(t('periodClosed', { month: next }))
                    router.refresh()
                  },
                )
              }
            >
              {t('closePeriod', { month: next })}
            </Button>
          )
        }
      >
        {act.problem}
        <DataTable
          id="periods"
          label={t('periods')}
          search={false}
          keyboard={false}
          prefix="m"
          rows={periods.map((p) => ({
            id: p.month,
            month: p.month,
            state: p.state === 'CLOSED' ? t('periodState.CLOSED') : t('periodState.OPEN'),
          }))}
          columns={[
            { key: 'month', header: t('month'), fixed: true },
            { key: 'state', header: t('periodStateName') },
          ]}
          empty={{ title: t('noPeriods') }}
        />
      </Card>
      <Card title={t('export')} description={t('exportHint')}>
        <Form
          form={form}
          guard={false}
          action={async ({ date }) => {
            const r = await exportJournalAction({ date })
            if (r.ok) window.location.assign(`/api/v1/ledger/exports/${date}/csv`)
            return r
          }}
          className="flex flex-wrap items-end gap-3 space-y-0"
        >
          <Field name="date" label={t('exportDay')} className="w-56">
            <DateField max={day} />
          </Field>
          {mayExport && <SubmitButton>{t('exportCsv')}</SubmitButton>}
        </Form>
      </Card>
    </div>
  )
}

/** The month after the last closed one; without one, the month before the present. */
function nextMonth(last: string | undefined, businessDate: string): string {
  const [year, month] = (last ?? businessDate.slice(0, 7)).split('-').map(Number) as [number, number]
  const at = new Date(Date.UTC(year, last ? month : month - 2, 1))
  return at.toISOString().slice(0, 7)
}
