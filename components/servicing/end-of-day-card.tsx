'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { z } from 'zod'
import { Card } from '@/components/ui/card'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, SubmitButton } from '@/components/ui/form'
import { Progress } from '@/components/ui/progress'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { requestEndOfDayAction } from '@/lib/servicing/actions'

const Input = z.object({ date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE') })
type Job = { id: string; state: string; done: number; total: number }

/** Asks for the end of day and shows how far a running one has come; the page reads itself again while one runs. */
export function EndOfDayCard({ businessDate, jobs }: { businessDate: string; jobs: Job[] }) {
  const t = useTranslations('servicing.ledger')
  const router = useRouter()
  const form = useZodForm<z.input<typeof Input>>(Input, { defaultValues: { date: businessDate } })
  const running = jobs.find((j) => j.state === 'RUNNING' || j.state === 'QUEUED')
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => router.refresh(), 1500)
    return () => clearInterval(timer)
  }, [running, router])
  return (
    <Card title={t('run')} description={t('runHint', { date: businessDate })}>
      <Form
        form={form}
        guard={false}
        action={async (values) => {
          const r = await requestEndOfDayAction(values, { idempotencyKey: crypto.randomUUID() })
          if (r.ok) {
            toast.ok(t('started'))
            router.refresh()
          }
          return r
        }}
        className="flex flex-wrap items-end gap-3 space-y-0"
      >
        <Field name="date" label={t('date')} className="w-56">
          <DateField min={businessDate} />
        </Field>
        <SubmitButton>{t('run')}</SubmitButton>
      </Form>
      {running && (
        <Progress className="mt-3" label={t('running')} done={running.done} total={Math.max(1, running.total)} />
      )}
    </Card>
  )
}
