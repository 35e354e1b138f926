using System.Reflection;
using System.Runtime.CompilerServices;
using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

/// <summary>In a worker: a function that jobs call.</summary>
/// <remarks>For one thread. A function that cannot be found fails when it is called: that is the job's failure, not the
/// worker's.</remarks>
internal sealed class WorkerMethod(EntryPoint? entry)
{
    /// <summary>Stands where a number has no function yet.</summary>
    public static readonly WorkerMethod Unknown = new(null);

    private MethodInvoker? _invoker;
    private object? _target;          // of a lambda, a method of an object without fields: any will do
    private Type[] _parameterTypes = [];
    private object?[] _arguments = [];

    public Type ReturnType { get; private set; } = typeof(void);

    /// <summary>Reads the arguments of one call, and makes it. All are read even if one of them fails.</summary>
    public object? Call(ref FrameCursor frame, Handover handover)
    {
        if (_invoker is null) Resolve();
        try
        {
            Exception? failure = null;
            for (var i = 0; i < _arguments.Length; i++)
            {
                var bytes = frame.ReadBytes();
                try { _arguments[i] = ObjectCodec.Decode(bytes, _parameterTypes[i], handover); }
                catch (Exception e) { failure ??= e; } // the next call's arguments stand behind: go on to them
            }
            return failure is null ? _invoker!.Invoke(_target, _arguments.AsSpan()) : throw failure;
        }
        finally { Array.Clear(_arguments); } // let the collector have what the job is done with
    }

    private void Resolve()
    {
        var method = (entry ?? throw new InvalidDataException(
            "A job calls a function that was not described before.")).ResolveMethod();
        _target = method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
        _parameterTypes = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        _arguments = new object?[_parameterTypes.Length];
        ReturnType = method.ReturnType;
        _invoker = MethodInvoker.Create(method);
    }
}
