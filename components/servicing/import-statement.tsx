'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { z } from 'zod'
import { Card } from '@/components/ui/card'
import { DateField } from '@/components/ui/date-field'
import { Field, FieldFrame } from '@/components/ui/field'
import { Form, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { importCoreStatementAction } from '@/lib/servicing/actions'

const Values = z.object({
  accountNo: z.string().trim().min(1, 'E_REQUIRED').max(40),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE'),
  closing: z.string().regex(/^(-?\d{1,15}(\.\d{1,2})?)?$/, 'E_NUMBER'),
})

/** The core's statement of an account and day, as the CSV file that the core gives. */
export function ImportStatement({ today }: { today: string }) {
  const t = useTranslations('servicing.recon')
  const router = useRouter()
  const id = useId()
  const [file, setFile] = useState<File | null>(null)
  const [missing, setMissing] = useState(false)
  const form = useZodForm<z.input<typeof Values>>(Values, {
    defaultValues: { accountNo: '', date: today, closing: '' },
  })
  return (
    <Card title={t('import')} description={t('importHint')}>
      <Form
        form={form}
        guard={false}
        action={async ({ accountNo, date, closing }) => {
          setMissing(!file)
          if (!file) return { ok: false, error: { code: 'E_REQUIRED:file', status: 422, params: {}, fields: [] } }
          const r = await importCoreStatementAction({
            accountNo,
            date,
            csv: await file.text(),
            ...(closing ? { closing } : {}),
          })
          if (r.ok) {
            toast.ok(t('imported'))
            router.push(`/ledger/reconciliation/${r.value.id}`)
          }
          return r
        }}
        className="grid gap-3 space-y-0 sm:grid-cols-2 lg:grid-cols-5 lg:items-end"
      >
        <Field name="accountNo" label={t('account')} required>
          <Input />
        </Field>
        <Field name="date" label={t('day')} required>
          <DateField max={today} />
        </Field>
        <Field name="closing" label={t('closing')} hint={t('closingHint')}>
          <MoneyField />
        </Field>
        <FieldFrame id={id} label={t('file')} required error={missing ? t('fileMissing') : undefined}>
          <input
            id={id}
            type="file"
            accept=".csv,text/csv"
            className="block w-full text-sm file:mr-3 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5"
            onChange={(e) => setFile(e.target.files?.[0] ?? null)}
          />
        </FieldFrame>
        <SubmitButton>{t('import')}</SubmitButton>
      </Form>
    </Card>
  )
}
