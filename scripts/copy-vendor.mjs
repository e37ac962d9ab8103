// Copies what browsers fetch by address and no bundler sees into public/vendor: pdf.js's character maps, standard fonts
// and decoders (Chinese PDFs without embedded fonts are blank otherwise), and the API page's script and style.
// Runs on Node 20; does nothing when the same versions are already there.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const PARTS = [
  { package: 'pdfjs-dist', to: 'pdfjs', entries: ['cmaps', 'standard_fonts', 'wasm', 'iccs'] },
  { package: 'swagger-ui-dist', to: 'swagger-ui', entries: ['swagger-ui-bundle.js', 'swagger-ui.css'] },
]

/** Brings public/vendor up to date; returns the names of the parts that were copied. */
export function copyVendor(target = join(root, 'public', 'vendor')) {
  const copied = []
  for (const part of PARTS) {
    const from = join(root, 'node_modules', part.package)
    const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'))
    const to = join(target, part.to)
    const stamp = join(to, 'VERSION')
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) continue
    rmSync(to, { recursive: true, force: true })
    mkdirSync(to, { recursive: true })
    for (const entry of part.entries) {
      if (existsSync(join(from, entry))) cpSync(join(from, entry), join(to, entry), { recursive: true })
    }
    writeFileSync(stamp, version)
    copied.push(part.to)
  }
  return copied
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const copied = copyVendor()
  console.log(copied.length > 0 ? `copied ${copied.join(', ')} to public/vendor` : 'public/vendor is up to date')
}
