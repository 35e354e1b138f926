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
    private static ParentLink? _parent;
    private static LaunchMessage? _launch;
    private static volatile bool _isEnding;

    /// <summary>What the parent said of this process, if it is a child. Written before anybody can ask for it.</summary>
    public static LaunchMessage? Launch => _launch;

    private static int Main(string[] arguments)
    {
        if (arguments is not ["child", _] and not ["child", _, _, _]) return Refuse();
        var parent = _parent = ParentLink.Open(arguments);
        if (parent.Read() is not { } message) return 1; // the parent is gone already
        var launch = _launch = LaunchMessage.Read(message);
        var handover = parent.TakeDescriptors(launch.Descriptors);
        if (launch.IgnoreInterrupt) IgnoreInterrupt();
        if (launch.IsDaemon) EndWithParent(parent, launch.ParentId);
        AppDomain.CurrentDomain.UnhandledException += Fail;
        AppDomain.CurrentDomain.ProcessExit += FlushConsole; // after the last foreground thread, before the parent hears of the end

        var outcome = Run(launch, handover, out var code);
        if (outcome is null) return code;
        parent.Write(outcome.Write());
        if (outcome.Result is null) Complain(launch, outcome);
        return code;
    }

    private static Outcome? Run(LaunchMessage launch, Handover handover, out int code)
    {
        code = 1;
        try
        {
            var sent = new Handover();
            var result = launch.Entry.IsClass ? RunWorker(launch, handover) : RunFunction(launch, handover, sent);
            if (!sent.IsEmpty)
            {
                throw new NotSupportedException(
                    "The end of a pipe cannot be a result: pass a connection to the child, and send it there.");
            }
            code = 0;
            return new Outcome(result, null);
        }
        catch (ChildExitException exit)
        {
            code = exit.Code;
            return exit.HasMessage ? new Outcome(null, null, exit.Message) : null;
        }
        catch (Exception e) { return Outcome.Of(e); } // everything: it is the parent's to handle
    }

    private static byte[] RunFunction(LaunchMessage launch, Handover handover, Handover sent)
    {
        var method = launch.Entry.ResolveMethod();
        var parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = ObjectCodec.Decode(launch.Arguments[i], parameters[i].ParameterType, handover);
        var returned = EntryPoint.Call(method, values);
        if (returned is Task task) return Await(task, method.ReturnType, sent);
        return method.ReturnType == typeof(void) ? [] : ObjectCodec.Encode(returned, method.ReturnType, sent);
    }

    private static byte[] Await(Task task, Type type, Handover sent)
    {
        task.GetAwaiter().GetResult();
        if (!type.IsGenericType) return [];
        return ObjectCodec.Encode(type.GetProperty("Result")!.GetValue(task), type.GenericTypeArguments[0], sent);
    }

    private static byte[] RunWorker(LaunchMessage launch, Handover handover)
    {
        WorkerProcess.Arrive(launch, handover).RunHere();
        return [];
    }

    // An exception that nobody caught, on some thread. The runtime would abort, code 134; a child fails with 1 and tells its
    // parent why.
    private static void Fail(object sender, UnhandledExceptionEventArgs unhandled)
    {
        var outcome = Outcome.Of((Exception)unhandled.ExceptionObject);
        _parent!.Write(outcome.Write());
        Complain(_launch!, outcome);
        if (!_isEnding) Environment.Exit(1); // which waits for ever for an end that has begun; the runtime aborts instead
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
        _isEnding = true;
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
