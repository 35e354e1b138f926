using System.Runtime.InteropServices;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

/// <summary>What the children of the tests do.</summary>
internal static class ChildPrograms
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    public static int Variable { get; private set; } = 1;

    public static int Add(int a, int b) => a + b;

    public static void Nothing() { }

    public static void Set(int value) => Variable = value;

    public static void Sleep() => Thread.Sleep(Timeout.Infinite);

    public static async Task<int> AddLater(int a, int b)
    {
        await Task.Delay(1);
        return a + b;
    }

    public static async Task FailLater(string why)
    {
        await Task.Yield();
        Fail(why);
    }

    public static void Fail(string why)
    {
        try { throw new FileNotFoundException(why); }
        catch (FileNotFoundException e) { throw new InvalidOperationException("outer", e); }
    }

    public static void FailOnAnotherThread(string why)
    {
        new Thread(() => Fail(why)).Start();
        Thread.Sleep(Timeout.Infinite);
    }

    public static int Leave(int code)
    {
        Environment.Exit(code);
        return 0;
    }

    public static int LeaveByException(int code) => throw new ChildExitException(code);

    public static int LeaveSaying(string message) => throw new ChildExitException(message);

    public static (string Name, int Id, int Parent, int ParentNow, bool IsDaemon, byte[] Key, string Input) Myself() =>
        (ChildProcess.Current!.Name, Environment.ProcessId, ChildProcess.Current.ParentId, CurrentChild.ParentIdNow,
            ChildProcess.Current.IsDaemon, ChildProcess.AuthenticationKey.ToArray(), Console.In.ReadToEnd());

    public static (int Own, int Grandchild, int ItsParent) Nest()
    {
        using var child = ChildProcess.Start(Myself);
        var grandchild = child.Result();
        return (Environment.ProcessId, grandchild.Id, grandchild.Parent);
    }

    public static (bool IsDaemon, string Refusal) TryToHaveAChild()
    {
        var child = ChildProcess.Create(Nothing);
        try
        {
            child.Start();
            return (child.IsDaemon, "");
        }
        catch (InvalidOperationException e) { return (child.IsDaemon, e.Message); }
    }

    public static void WriteWithoutFlush(string text)
    {
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false });
        Console.Write(text);
        Console.Error.Write($"error {text}");
    }

    public static void LeaveThreadsBehind(string mayEnd, string foregroundEnded)
    {
        WorkerThread.Start("background", Sleep, background: true);
        WorkerThread.Start("foreground", () =>
        {
            Await(mayEnd);
            File.WriteAllText(foregroundEnded, "");
        });
        File.WriteAllText($"{mayEnd}.asked", "");
    }

    public static string[] Descriptors() =>
        [.. Directory.GetFiles("/proc/self/fd")
            .Select(path => File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name ?? "gone")];

    /// <summary>Starts a daemon and a child that is none, and returns.</summary>
    public static void LeaveChildrenBehind(string directory)
    {
        ChildProcess.Start(TellOfTermination, directory, new ChildOptions { IsDaemon = true });
        ChildProcess.Start(StayUntilReleased, directory);
        Await($"{directory}/daemon.ready");
        File.WriteAllText($"{directory}/returned", "");
    }

    /// <summary>Starts a daemon, writes its process id down, and stays, or dies at once.</summary>
    public static void StartDaemon(string file, bool die, bool isPortable)
    {
        var daemon = ChildProcess.Start(Sleep, new ChildOptions { IsDaemon = true, IsPortable = isPortable });
        File.WriteAllText($"{file}.new", $"{daemon.Id}");
        File.Move($"{file}.new", file);
        if (die) Libc.kill(Environment.ProcessId, Libc.KillSignal);
        Sleep();
    }

    /// <summary>Starts a shell that starts two programs; all sleep.</summary>
    public static void GrowTree(string sleep)
    {
        using var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"{sleep} & {sleep} & wait"]);
        Sleep();
    }

    /// <summary>Tries to start a child with 0, 1, 2 ... descriptors to spare, until it works; tells what was left behind
    /// meanwhile.</summary>
    public static (int Failures, int Descriptors, int Processes) StartWithFewDescriptors()
    {
        var options = new ChildOptions { Output = StreamTarget.Pipe, Error = StreamTarget.Pipe };
        using (var first = ChildProcess.Start(Add, 2, 3, options)) first.Result(); // what is opened once is open now
        string[] ours = ["socket:", "pipe:", "anon_inode:", "null"]; // not the assemblies that the runtime opens
        int Open() => Descriptors().Count(name => ours.Any(each => name.StartsWith(each, StringComparison.Ordinal)));
        var (before, all, failures) = (Open(), Descriptors().Length, 0);
        for (var spare = 0; ; spare++)
        {
            using var child = ChildProcess.Create(Add, 2, 3, options);
            try { WithDescriptors(all + spare, child.Start); }
            catch (IOException) { failures++; }
            if (!child.IsAlive && child.Id == 0) continue;
            Assert.Equal(5, child.Result());
            child.Dispose();
            var children = ProcessTable.Read().ChildrenOf(Environment.ProcessId).Count;
            return (failures, Open() - before, children);
        }
    }

    /// <summary>Does something while this process may have no more than so many descriptors.</summary>
    public static void WithDescriptors(int most, Action action)
    {
        var limits = new ulong[2];
        Assert.Equal(0, GetLimit(7, limits));
        Assert.Equal(0, SetLimit(7, [(ulong)most, limits[1]]));
        try { action(); }
        finally { Assert.Equal(0, SetLimit(7, limits)); }
    }

    public static void Await(string file) => Assert.True(SpinWait.SpinUntil(() => File.Exists(file), _bound), $"no {file} came");

    private static void TellOfTermination(string directory)
    {
        using var handler = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ =>
        {
            File.AppendAllText($"{directory}/log", "daemon was told; ");
            Environment.Exit(0);
        });
        File.WriteAllText($"{directory}/daemon.ready", "");
        Sleep();
    }

    private static void StayUntilReleased(string directory)
    {
        Await($"{directory}/release");
        File.AppendAllText($"{directory}/log", "the other ended; ");
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, [Out] ulong[] limits);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, ulong[] limits);
}
