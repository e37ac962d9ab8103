import { Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'

type Props = { label: string; disabled?: boolean; onClick: () => void }

/** Takes a line out of what is being edited; the label says which. */
export function RemoveButton({ label, disabled, onClick }: Props) {
  return (
    <Button tone="quiet" size="sm" icon aria-label={label} disabled={disabled} onClick={onClick}>
      <Trash2 />
    </Button>
  )
}
