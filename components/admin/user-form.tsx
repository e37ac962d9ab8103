'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Option } from '@/components/ui/choice'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { Form, FormActions, FormSection, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { createAccountAction, updateAccountAction } from '@/lib/admin/actions'
import { NewAccount, UserDetails } from '@/lib/admin/schema'
import { SecretOnce } from './secret-once'

type Choices = { branches: Option[]; parties: Option[] }

export function NewUserForm({ choices, bankCode }: { choices: Choices; bankCode: string }) {
  const t = useTranslations('admin')
  const router = useRouter()
  const [made, setMade] = useState<{ id: string; login: string; password: string } | null>(null)
  const form = useZodForm(NewAccount, {
    defaultValues: {
      loginName: '',
      name: '',
      nameEn: '',
      partyId: '',
      branchId: '',
      idNo: '',
      phone: '',
      email: '',
      oidcSubject: '',
      locale: 'zh-CN',
    },
  })
  if (made) {
    return (
      <SecretOnce
        label={t('secret.password')}
        login={made.login}
        secret={made.password}
        onClose={() => router.push(`/admin/users/${made.id}`)}
      />
    )
  }
  return (
    <Form
      form={form}
      action={createAccountAction}
      onSuccess={(v) => {
        toast.ok(t('users.created', { login: v.login }))
        setMade({ id: v.id, login: v.login, password: v.password ?? '' })
      }}
    >
      <FormSection title={t('users.details')} description={t('users.newIntro')} columns={3}>
        <Field
          name="loginName"
          label={t('users.loginName')}
          hint={t('users.loginHint', { example: `rm3@${bankCode.toLowerCase()}` })}
          required
        >
          <Input autoCapitalize="none" spellCheck={false} autoComplete="off" />
        </Field>
        <Details choices={choices} />
        <Field name="partyId" label={t('users.party')} hint={t('users.partyHint')}>
          <Combobox options={choices.parties} />
        </Field>
        <Field name="idNo" label={t('users.idNo')} hint={t('users.idNoHint')}>
          <Input autoComplete="off" />
        </Field>
      </FormSection>
      <FormActions>
        <SubmitButton>{t('users.create')}</SubmitButton>
      </FormActions>
    </Form>
  )
}

type Editable = {
  id: string
  version: number
  name: string
  nameEn: string | null
  branchId: string | null
  phone: string | null
  email: string | null
  address: string | null
  oidcSubject: string | null
  locale: 'zh-CN' | 'en'
}

export function EditUserForm({ user, choices }: { user: Editable; choices: Choices }) {
  const t = useTranslations('admin')
  const router = useRouter()
  const { id, version, ...details } = user
  const form = useZodForm(UserDetails, { defaultValues: details })
  return (
    <Form
      form={form}
      action={(values) => updateAccountAction({ ...values, userId: id }, { ifMatch: version })}
      onSuccess={() => {
        toast.ok(t('common.done'))
        router.refresh()
      }}
    >
      <FormSection title={t('users.edit')} columns={3}>
        <Details choices={choices} />
      </FormSection>
      <FormActions>
        <SubmitButton>{t('common.save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}

function Details({ choices }: { choices: Choices }) {
  const t = useTranslations('admin')
  return (
    <>
      <Field name="name" label={t('common.name')} required>
        <Input />
      </Field>
      <Field name="nameEn" label={t('common.nameEn')}>
        <Input />
      </Field>
      <Field name="branchId" label={t('users.branch')}>
        <Select placeholder={t('common.none')} options={choices.branches} />
      </Field>
      <Field name="phone" label={t('users.phone')}>
        <Input inputMode="tel" />
      </Field>
      <Field name="email" label={t('users.email')}>
        <Input type="email" />
      </Field>
      <Field name="address" label={t('users.address')} hint={t('users.addressHint')}>
        <Input />
      </Field>
      <Field name="oidcSubject" label={t('users.oidc')} hint={t('users.oidcHint')}>
        <Input />
      </Field>
      <Field name="locale" label={t('common.language')}>
        <Select
          options={[
            { value: 'zh-CN', label: t('common.chinese') },
            { value: 'en', label: t('common.english') },
          ]}
        />
      </Field>
    </>
  )
}
