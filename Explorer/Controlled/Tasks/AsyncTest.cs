using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>A test that is async: main calls it, and waits for the end of its task.</summary>
internal sealed class AsyncTest
{
    private readonly Func<Task?> _body;
    private readonly MethodInfo _method;

    private AsyncTest(MethodInfo method, object? target)
    {
        _method = method;
        if (method.ReturnType == typeof(ValueTask))
        {
            var body = method.CreateDelegate<Func<ValueTask>>(target);
            _body = () => body().AsTask();
        }
        else _body = method.CreateDelegate<Func<Task?>>(target);
    }

    /// <summary>The method as something to run, whether it is async or not.</summary>
    public static Action Of(MethodInfo method, object? target) => method.ReturnType == typeof(void)
        ? method.CreateDelegate<Action>(target)
        : new AsyncTest(method, target).Run;

    /// <summary>The method of the program that this runs.</summary>
    public static MethodInfo MethodOf(Action test) => test.Target is AsyncTest async ? async._method : test.Method;

    private void Run()
    {
        if (Scheduling.Execution.Current is { } execution)
            execution.Tasks.Test = _method.GetCustomAttribute<AsyncStateMachineAttribute>()?.StateMachineType;
        var task = _body() ?? throw new InvalidOperationException($"{_method.Name} returned null where a task was expected.");
        TaskStates.Wait(task);
        task.GetAwaiter().GetResult(); // throws what ended it
    }
}
