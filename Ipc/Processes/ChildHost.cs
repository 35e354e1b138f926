// The main function of every child: `dotnet Workbook.Ipc.dll child <name>`, with the control channel as descriptor 3.
//
//      read the launch message -> load the parent's program -> call the function -> write the outcome -> end
//
// The end is that of any program: when the last foreground thread has ended, and the last child that is no daemon.
//
// Every millisecond here is paid by each child, on top of the 45 that the runtime takes to start: no console, no serialiser,
// no LINQ before the function is called.

using System.Runtime.CompilerServices;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>What runs in a child.</summary>
internal static class ChildHost
{
    private static int Main(string[] arguments)
    {
        if (arguments is not ["child", _] and not ["child", _, _, _]) return Refuse();
        var parent = ParentLink.Open(arguments);
        if (parent.Read() is not { } message) return 1; // the parent is gone already
        var launch = LaunchMessage.Read(message);
        var handover = parent.TakeDescriptors(launch.Descriptors);
        ChildProcess.BecomeChild(launch);
        if (launch.IgnoreInterrupt) IgnoreInterrupt();
        if (launch.IsDaemon) EndWithParent(parent, launch.ParentId);
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            Fail(parent, launch, (Exception)unhandled.ExceptionObject);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => FlushConsole();

        var (outcome, code) = Run(launch, handover);
        FlushConsole();
        if (outcome is null) return code;
        parent.Write(outcome.Write());
        Complain(launch, outcome);
        return code;
    }

    private static (Outcome?, int Code) Run(LaunchMessage launch, Handover handover)
    {
        try
        {
            var (result, type) = launch.Entry.IsClass ? RunWorker(launch, handover) : RunFunction(launch, handover);
            var sent = new Handover();
            var bytes = type == typeof(void) ? [] : ObjectCodec.Encode(result, type, sent);
            return sent.Descriptors.Count == 0
                ? (new Outcome(bytes, null), 0)
                : throw new NotSupportedException(
                    "The end of a pipe cannot be a result: pass a connection to the child, and send it there.");
        }
        catch (ChildExitException exit) { return (exit.HasMessage ? new Outcome(null, null, exit.Message) : null, exit.Code); }
        catch (Exception e) { return (Outcome.Of(e), 1); } // everything: it is the parent's to handle
    }

    private static (object? Result, Type Type) RunFunction(LaunchMessage launch, Handover handover)
    {
        var method = launch.Entry.ResolveMethod();
        var parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = ObjectCodec.Decode(launch.Arguments[i], parameters[i].ParameterType, handover);
        var returned = EntryPoint.Call(method, values);
        if (returned is not Task task) return (returned, method.ReturnType);

        task.GetAwaiter().GetResult();
        var type = method.ReturnType;
        return type.IsGenericType
            ? (type.GetProperty("Result")!.GetValue(task), type.GenericTypeArguments[0])
            : (null, typeof(void));
    }

    private static (object? Result, Type Type) RunWorker(LaunchMessage launch, Handover handover)
    {
        WorkerProcess.Arrive(launch, handover).RunHere();
        return (null, typeof(void));
    }

    // An exception that nobody caught, on some thread. The runtime would abort, code 134; a child fails with 1 and tells its
    // parent why.
    private static void Fail(ParentLink parent, LaunchMessage launch, Exception exception)
    {
        var outcome = Outcome.Of(exception);
        parent.Write(outcome.Write());
        Complain(launch, outcome);
        Environment.Exit(1);
    }

    private static void Complain(LaunchMessage launch, Outcome outcome)
    {
        if (outcome.Failure is { } failure)
            Console.Error.WriteLine($"{launch.Name} (process {Environment.ProcessId}) failed: {failure.RemoteStack}");
        else if (outcome.ExitMessage is { } message)
            Console.Error.WriteLine(message);
    }

    // Only if the child has used it: to make one takes 10 ms.
    private static void FlushConsole()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.FullName!.StartsWith("System.Console,", StringComparison.Ordinal)) Flush();
        }

        [MethodImpl(MethodImplOptions.NoInlining)] // what names the console loads it
        static void Flush()
        {
            Console.Out.Flush();
            Console.Error.Flush();
        }
    }

    private static void IgnoreInterrupt()
    {
        if (!OperatingSystem.IsWindows()) Libc.Ignore(Libc.InterruptSignal); // on Linux it was blocked until now
        else Console.CancelKeyPress += (_, press) => press.Cancel = press.SpecialKey == ConsoleSpecialKey.ControlC;
    }

    // Two ways, because each has a hole. The kernel's signal misses a parent that ended before we asked for it, hence the
    // second look at its pid; the end of the stream misses nothing, but needs a thread of ours that still runs.
    private static void EndWithParent(ParentLink parent, int parentId)
    {
        if (OperatingSystem.IsLinux())
        {
            Libc.DieWithParent(Libc.KillSignal);
            if (Libc.getppid() != parentId) Environment.Exit(1);
        }
        new Thread(() =>
        {
            while (parent.Read() is not null) { }
            if (OperatingSystem.IsWindows()) System.Diagnostics.Process.GetCurrentProcess().Kill();
            else Libc.kill(Environment.ProcessId, Libc.KillSignal);
        })
        { Name = "parent watch", IsBackground = true }.Start();
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(
            "Workbook.Ipc is a library. It is also the program of its child processes, which ChildProcess.Start starts.");
        return 2;
    }
}
