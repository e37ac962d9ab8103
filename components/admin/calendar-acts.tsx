'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { clearCalendarDayAction, loadOfficialDaysAction, setCalendarDayAction } from '@/lib/admin/actions'

const Day = z.strictObject({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
  kind: z.enum(['working', 'holiday']),
  name: z.string().trim().min(1).max(60),
})

export function AddDay({ today }: { today: string }) {
  const t = useTranslations('admin')
  const [open, setOpen] = useState(false)
  const form = useZodForm(Day, { defaultValues: { day: today, kind: 'holiday', name: '' } })
  return (
    <Dialog
      trigger={<Button tone="primary">{t('calendar.add')}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t('calendar.add')}
    >
      <Form
        form={form}
        action={({ day, kind, name }) => setCalendarDayAction({ day, name, isWorking: kind === 'working' })}
        onSuccess={() => {
          toast.ok(t('parameters.proposed'))
          setOpen(false)
        }}
      >
        <Field name="day" label={t('calendar.day')} required>
          <DateField min={today} />
        </Field>
        <Field name="kind" label={t('calendar.kind')} required>
          <RadioGroup
            options={[
              { value: 'holiday', label: t('calendar.holiday') },
              { value: 'working', label: t('calendar.working') },
            ]}
          />
        </Field>
        <Field name="name" label={t('calendar.name')} required>
          <Input />
        </Field>
        <FormActions>
          <SubmitButton>{t('parameters.propose')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}

export function LoadYear({ year }: { year: number }) {
  const t = useTranslations('admin.calendar')
  const p = useTranslations('admin.parameters')
  return (
    <ReasonDialog
      trigger={<Button>{t('load', { year: String(year) })}</Button>}
      title={t('load', { year: String(year) })}
      confirmLabel={p('propose')}
      reason="none"
      action={() => loadOfficialDaysAction({ year })}
      onDone={() => toast.ok(p('proposed'))}
    />
  )
}

export function ClearDay({ day }: { day: string }) {
  const t = useTranslations('admin.calendar')
  const p = useTranslations('admin.parameters')
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('clear')}</Button>}
      title={t('clear')}
      description={t('clearText', { day })}
      confirmLabel={p('propose')}
      action={(reason) => clearCalendarDayAction({ day, reason })}
      onDone={() => toast.ok(p('proposed'))}
    />
  )
}
