// The hash code of an object that has none of its own is a number that the platform draws. Here it is the thread that first
// asks for it, and how manieth that thread asks for: the same in every execution in which the same thread comes first. So
// asking is a step.

using System.Reflection;
using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>Hash codes of objects by identity under the explorer.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class Identity
{
    private static readonly ConditionalWeakTable<Type, object> _hasOwn = []; // a type of a program must not keep it loaded
    private static readonly ConditionalWeakTable<object, Number> _numbers = [];

    /// <summary>The object's number.</summary>
    [Replaces(typeof(RuntimeHelpers), nameof(RuntimeHelpers.GetHashCode))]
    public static int NumberOf(object? o)
    {
        if (o is null || Execution.Current is not { } execution) return RuntimeHelpers.GetHashCode(o);
        return _numbers.GetValue(o, static _ => new Number()).Get(execution);
    }

    /// <summary>The object's own hash code, or its number if its type has none.</summary>
    [Replaces(typeof(object), nameof(GetHashCode))]
    public static int HashCodeOf(object o) =>
        o is null || Execution.Current is null || (bool)_hasOwn.GetValue(o.GetType(), HasOwn) ? o!.GetHashCode()
        : NumberOf(o);

    private static object HasOwn(Type type) =>
        type.GetMethod(nameof(GetHashCode), BindingFlags.Instance | BindingFlags.Public, [])?.DeclaringType != typeof(object);

    private sealed class Number : Resource
    {
        private int _number;
        private Execution? _execution; // that it is of

        public override string Name => "the hash code of an object";

        public int Get(Execution execution)
        {
            execution.Number(this);
            execution.Perform(new Operation(OperationKind.Atomic, this, IsWrite: true));
            if (_execution != execution) (_execution, _number) = (execution, 0); // a static field had it from an earlier one
            if (_number != 0) return _number;
            var self = Execution.Self;
            // An odd factor keeps different numbers different, and spreads them as hash codes are.
            return _number = (int)(((uint)(++self.Identities << 8 | (self.Index + 1)) * 0x9E3779B1) & 0x3FFFFFF);
        }
    }
}
