'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { declareConflictAction } from '@/lib/admin/actions'
import { CONFLICT_RELATIONS, ConflictDetails } from '@/lib/admin/schema'

type Subjects = Record<'MARKET' | 'PARTY', { id: string; name: string }[]>

export function ConflictDialog({ subjects }: { subjects: Subjects }) {
  const t = useTranslations('admin')
  const [open, setOpen] = useState(false)
  const form = useZodForm(ConflictDetails, {
    defaultValues: {
      subjectType: 'MARKET',
      subjectId: '',
      relation: 'FAMILY',
      note: '',
      idNo: '',
      phone: '',
      address: '',
    },
  })
  const chosen = form.watch('subjectType')
  const type = chosen === 'PARTY' ? 'PARTY' : 'MARKET'
  return (
    <Dialog
      trigger={<Button>{t('conflicts.declare')}</Button>}
      open={open}
      onOpenChange={setOpen}
      title={t('conflicts.declare')}
    >
      <Form
        form={form}
        action={declareConflictAction}
        onSuccess={() => {
          toast.ok(t('conflicts.declared'))
          setOpen(false)
        }}
      >
        <Field name="subjectType" label={t('conflicts.subjectType')} required>
          <Select
            options={(['MARKET', 'PARTY', 'PERSON'] as const).map((value) => ({
              value,
              label: t(`subjectType.${value}`),
            }))}
          />
        </Field>
        {chosen === 'PERSON' ? (
          <>
            <Field name="idNo" label={t('users.idNo')} hint={t('conflicts.idNoHint')}>
              <Input autoComplete="off" />
            </Field>
            <Field name="phone" label={t('users.phone')}>
              <Input inputMode="tel" />
            </Field>
            <Field name="address" label={t('users.address')}>
              <Input />
            </Field>
          </>
        ) : (
          <Field name="subjectId" label={t('conflicts.subject')} required>
            <Combobox options={subjects[type].map((s) => ({ value: s.id, label: s.name }))} />
          </Field>
        )}
        <Field name="relation" label={t('conflicts.relation')} required>
          <Select options={CONFLICT_RELATIONS.map((value) => ({ value, label: t(`relation.${value}`) }))} />
        </Field>
        <Field name="note" label={t('conflicts.note')}>
          <Textarea maxLength={500} count />
        </Field>
        <FormActions>
          <SubmitButton>{t('conflicts.declare')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
