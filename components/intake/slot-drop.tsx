'use client'
import { GripVertical } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cn } from '../ui/cn'

const PAPER = 'application/x-fangshi-paper'

/** By which a paper is taken hold of with the pointer; only its id travels. Keyboards have the buttons beside it. */
export function PaperGrip({ id, title }: { id: string; title: string }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is an extra; the buttons do the same by keyboard
    <span
      draggable
      title={title}
      onDragStart={(e) => {
        e.dataTransfer.setData(PAPER, id)
        e.dataTransfer.effectAllowed = 'move'
      }}
      className="shrink-0 cursor-grab text-ink-3 coarse:hidden"
    >
      <GripVertical aria-hidden className="size-4" />
    </span>
  )
}

/**
 * A slot that takes papers by drag: one that lies elsewhere with the merchant, or a file from the desktop. The buttons in
 * it do the same by keyboard.
 */
export function SlotDrop({
  enabled,
  onPaper,
  onFile,
  children,
}: {
  enabled: boolean
  onPaper: (documentId: string) => void
  onFile: (file: File) => void
  children: ReactNode
}) {
  const [over, setOver] = useState(false)
  if (!enabled) return <li className="px-3 py-2">{children}</li>
  return (
    <li
      className={cn('px-3 py-2', over && 'bg-accent-soft outline-2 -outline-offset-2 outline-accent outline-dashed')}
      onDragOver={(e) => {
        if (![PAPER, 'Files'].some((type) => e.dataTransfer.types.includes(type))) return
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={(e) => {
        if (!e.currentTarget.contains(e.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(e) => {
        e.preventDefault()
        setOver(false)
        const id = e.dataTransfer.getData(PAPER)
        const file = e.dataTransfer.files[0]
        if (id) onPaper(id)
        else if (file) onFile(file)
      }}
    >
      {children}
    </li>
  )
}
