// what `@/` means, for the check of import rules
module.exports = { resolve: { alias: { '@': process.cwd() }, extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] } }
