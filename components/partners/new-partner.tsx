'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { Field } from '@/components/ui/field'
import { Form, FormActions, FormSection, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { createPartnerAction } from '@/lib/partners/actions'
import { LEGAL_FORMS, PARTNER_KINDS } from '@/lib/partners/rules/kinds'
import { CreatePartner } from '@/lib/partners/schema'

export function NewPartnerForm() {
  const t = useTranslations('partners.book')
  const kinds = useTranslations('partners.home.kinds')
  const router = useRouter()
  const form = useZodForm(CreatePartner, {
    defaultValues: {
      kind: 'GUARANTOR',
      name: '',
      nameEn: '',
      uscc: '',
      accountNo: '',
      legalForm: 'COMPANY',
      licenceNo: '',
      licenceValidUntil: '',
      establishedOn: '',
      paidInCapital: '',
      governmentBacked: false,
      mainlySmallOrAgri: false,
      listedInPlan: false,
    },
  })
  const flag = (name: 'governmentBacked' | 'mainlySmallOrAgri' | 'listedInPlan') => (
    <Field name={name} label={t(name)} hideLabel>
      {(p) => <Checkbox label={t(name)} checked={(p.value as unknown) === true} onChange={(on) => p.onChange(on)} />}
    </Field>
  )
  return (
    <Form
      form={form}
      action={createPartnerAction}
      onSuccess={(v) => {
        toast.ok(t('created', { code: v.code }))
        router.push(`/partners/${v.id}`)
      }}
    >
      <FormSection title={t('what')} columns={3}>
        <Field name="kind" label={t('kind')} required>
          <Select
            options={PARTNER_KINDS.filter((k) => k !== 'OPERATOR').map((value) => ({ value, label: kinds(value) }))}
          />
        </Field>
        <Field name="name" label={t('name')} required>
          <Input autoComplete="off" />
        </Field>
        <Field name="nameEn" label={t('nameEn')}>
          <Input autoComplete="off" />
        </Field>
        <Field name="uscc" label={t('uscc')}>
          <Input autoComplete="off" />
        </Field>
        <Field name="accountNo" label={t('accountNo')}>
          <Input autoComplete="off" />
        </Field>
        <Field name="legalForm" label={t('legalForm')} required>
          <Select options={LEGAL_FORMS.map((value) => ({ value, label: t(`legalForms.${value}`) }))} />
        </Field>
      </FormSection>
      <FormSection title={t('profile')} columns={3}>
        <Field name="licenceNo" label={t('licenceNo')}>
          <Input autoComplete="off" />
        </Field>
        <Field name="licenceValidUntil" label={t('licenceValidUntil')}>
          <DateField />
        </Field>
        <Field name="establishedOn" label={t('establishedOn')}>
          <DateField />
        </Field>
        <Field name="paidInCapital" label={t('paidInCapital')}>
          <MoneyField />
        </Field>
        {flag('governmentBacked')}
        {flag('mainlySmallOrAgri')}
        {flag('listedInPlan')}
      </FormSection>
      <FormActions>
        <SubmitButton>{t('create')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
