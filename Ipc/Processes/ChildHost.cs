// The main function of every child: `dotnet Workbook.Ipc.dll child <name>`, with the control channel as descriptor 3.
//
//      read the launch message -> load the parent's program -> call the function -> write the outcome -> end
//
// The end is that of any program: when the last foreground thread has ended, and the last child that is no daemon.
//
// Every millisecond here is paid by each child, on top of what the runtime takes to start, and each method on the way is compiled
// there. So: no console, no serialiser, no call of the C library (of the class library instead, which is compiled already), no
// generics over types of ours; fields where a property would only name one; what is needed now and then in methods of its own.

using System.Runtime.CompilerServices;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>What runs in a child.</summary>
internal static class ChildHost
{
    private static ParentLink? _parent; // these two are written once, before anybody can ask for them
    private static LaunchMessage? _launch;

    private static int Main(string[] arguments)
    {
        if (arguments is not ["child", _] and not ["child", _, _, _]) return Refuse();
        var parent = _parent = ParentLink.Open(arguments);
        if (parent.Read() is not { } message) return 1; // the parent is gone already
        var launch = _launch = LaunchMessage.Read(message);
        var handover = parent.TakeDescriptors(launch.Descriptors);
        ChildProcess.BecomeChild(launch);
        if (launch.IgnoreInterrupt) IgnoreInterrupt();
        if (launch.IsDaemon) EndWithParent(parent, launch.ParentId);
        AppDomain.CurrentDomain.UnhandledException += Fail;
        AppDomain.CurrentDomain.ProcessExit += FlushConsole; // after the last foreground thread, before the parent hears of the end

        var (outcome, code) = Run(launch, handover);
        if (outcome is null) return code;
        parent.Write(outcome.Write());
        if (outcome.Result is null) Complain(launch, outcome);
        return code;
    }

    private static (Outcome?, int Code) Run(LaunchMessage launch, Handover handover)
    {
        try
        {
            var (result, type) = launch.Entry.IsClass ? RunWorker(launch, handover) : RunFunction(launch, handover);
            var sent = new Handover();
            var bytes = type == typeof(void) ? [] : ObjectCodec.Encode(result, type, sent);
            return sent.IsEmpty
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
    private static void Fail(object sender, UnhandledExceptionEventArgs unhandled)
    {
        var outcome = Outcome.Of((Exception)unhandled.ExceptionObject);
        _parent!.Write(outcome.Write());
        Complain(_launch!, outcome);
        Environment.Exit(1);
    }

    // What it printed comes before what is printed of it.
    private static void Complain(LaunchMessage launch, Outcome outcome)
    {
        Console.Out.Flush();
        if (outcome.Failure is { } failure)
            Console.Error.WriteLine($"{launch.Name} (process {Environment.ProcessId}) failed: {failure.RemoteStack}");
        else if (outcome.ExitMessage is { } message)
            Console.Error.WriteLine(message);
    }

    // Only if the child has used it: to make one takes 10 ms.
    private static void FlushConsole(object? sender, EventArgs _)
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
