type Class = { prototype: object };

/** As Node's: https://nodejs.org/docs/latest-v24.x/api/util.html#utilinheritsconstructor-superconstructor */
export function inherits(child: Class, parent: Class): void {
  Object.defineProperty(child, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(child.prototype, parent.prototype);
}

/** Puts `args` where the template says "%s", as the libraries use Node's function of this name. */
export function format(template: string, ...args: readonly unknown[]): string {
  let used = 0;
  return template.replace(/%s/g, (mark) => {
    used += 1;
    return used <= args.length ? String(args[used - 1]) : mark;
  });
}
