'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { Option } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form, FormActions, SubmitButton } from '@/components/ui/form'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useZodForm } from '@/components/ui/use-zod-form'
import { createBranchAction, updateBranchAction } from '@/lib/admin/actions'
import { BRANCH_LEVELS, NewBranch } from '@/lib/admin/schema'

type Branch = { id: string; code: string; name: string; nameEn: string; level: string; parentId: string | null }

/** Creates a branch, or edits the given one (its code stays). */
export function BranchDialog({ branch, parents }: { branch?: Branch; parents: Option[] }) {
  const t = useTranslations('admin')
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      trigger={
        <Button tone={branch ? 'default' : 'primary'} size={branch ? 'sm' : 'md'}>
          {t(branch ? 'branches.edit' : 'branches.new')}
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
      title={t(branch ? 'branches.edit' : 'branches.new')}
    >
      <BranchForm branch={branch} parents={parents} onDone={() => setOpen(false)} />
    </Dialog>
  )
}

function BranchForm({ branch, parents, onDone }: { branch?: Branch; parents: Option[]; onDone: () => void }) {
  const t = useTranslations('admin')
  const form = useZodForm(NewBranch, {
    defaultValues: {
      code: branch?.code ?? '',
      name: branch?.name ?? '',
      nameEn: branch?.nameEn ?? '',
      level: (branch?.level as (typeof BRANCH_LEVELS)[number] | undefined) ?? 'BRANCH',
      parentId: branch?.parentId ?? '',
    },
  })
  return (
    <Form
      form={form}
      action={({ code, ...details }) =>
        branch ? updateBranchAction({ ...details, branchId: branch.id }) : createBranchAction({ code, ...details })
      }
      onSuccess={() => {
        toast.ok(t('common.done'))
        onDone()
      }}
    >
      <Field name="code" label={t('branches.code')} required>
        <Input disabled={branch !== undefined} />
      </Field>
      <Field name="name" label={t('branches.name')} required>
        <Input />
      </Field>
      <Field name="nameEn" label={t('branches.nameEn')} required>
        <Input />
      </Field>
      <Field name="level" label={t('branches.level')} required>
        <Select options={BRANCH_LEVELS.map((value) => ({ value, label: t(`branchLevel.${value}`) }))} />
      </Field>
      <Field name="parentId" label={t('branches.parent')}>
        <Select placeholder={t('branches.noParent')} options={parents.filter((p) => p.value !== branch?.id)} />
      </Field>
      <FormActions>
        <SubmitButton>{t('common.save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
