// The main function of every child: `dotnet Workbook.Ipc.dll child <name>`, with the control channel as descriptor 3.
//
//      read the launch message -> load the parent's program -> call the function -> write the outcome -> end
//
// Every millisecond here is paid by each child, on top of the 45 that the runtime takes to start: no console, no serialiser, no LINQ
// before the function is called.

using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>What runs in a child.</summary>
internal static class ChildHost
{
    private static int Main(string[] arguments)
    {
        if (arguments is not ["child", _])
        {
            Console.Error.WriteLine("Workbook.Ipc is a library. It is also the program of its child processes, which ChildProcess.Start starts.");
            return 2;
        }
        if (ControlChannel.Read(ControlChannel.ChildDescriptor) is not { } message) return 1; // the parent is gone already
        var launch = LaunchMessage.Read(message);
        var handover = new Handover();
        for (var i = 0; i <= launch.Descriptors; i++)
        {
            var descriptor = ControlChannel.ChildDescriptor + i;
            Libc.fcntl(descriptor, Libc.SetDescriptorFlags, Libc.CloseOnExecFlag); // our own children get what they are given, not this
            if (i > 0) handover.Give(new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true));
        }
        ChildProcess.Current = new CurrentChild(launch.Name, launch.ParentId, launch.IsDaemon);
        if (launch.IgnoreInterrupt) Libc.Ignore(Libc.Interrupt); // it was blocked until now
        if (launch.IsDaemon) EndWithParent(launch.ParentId);

        var outcome = Run(launch, handover);
        Console.Out.Flush();
        ControlChannel.TryWrite(ControlChannel.ChildDescriptor, outcome.Write());
        if (outcome.Failure is not { } failure) return 0;
        Console.Error.WriteLine($"{launch.Name} (process {Environment.ProcessId}) failed: {failure.RemoteStack}");
        return 1;
    }

    private static Outcome Run(LaunchMessage launch, Handover handover)
    {
        try
        {
            var method = launch.Entry.Resolve();
            var parameters = method.GetParameters();
            var values = new object?[parameters.Length];
            for (var i = 0; i < values.Length; i++) values[i] = ObjectCodec.Decode(launch.Arguments[i], parameters[i].ParameterType, handover);
            var (result, type) = Completed(EntryPoint.Call(method, values), method.ReturnType);
            var sent = new Handover();
            var bytes = type == typeof(void) ? [] : ObjectCodec.Encode(result, type, sent);
            if (sent.Descriptors.Count > 0) throw new NotSupportedException("The end of a pipe cannot be a result: pass a connection to the child, and send it there.");
            return new Outcome(bytes, null);
        }
        catch (Exception e) { return Outcome.Of(e); } // everything: it is the parent's to handle
    }

    // Of a function that returns a task, what the task comes to.
    private static (object? Result, Type Type) Completed(object? returned, Type type)
    {
        if (returned is not Task task) return (returned, type);
        task.GetAwaiter().GetResult();
        return type.IsGenericType ? (type.GetProperty("Result")!.GetValue(task), type.GenericTypeArguments[0]) : (null, typeof(void));
    }

    // Two ways, because each has a hole. The kernel's signal misses a parent that ended before we asked for it, hence the second look at
    // its pid; the end of the stream misses nothing, but needs a thread of ours that still runs.
    private static void EndWithParent(int parent)
    {
        Libc.DieWithParent(signal: 9);
        if (Libc.getppid() != parent) Environment.Exit(1);
        new Thread(() =>
        {
            while (ControlChannel.Read(ControlChannel.ChildDescriptor) is not null) { }
            Libc.kill(Environment.ProcessId, 9);
        })
        { Name = "parent watch", IsBackground = true }.Start();
    }
}
