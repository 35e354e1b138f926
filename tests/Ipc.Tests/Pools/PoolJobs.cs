using System.Diagnostics;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Pools;

namespace Workbook.Ipc.Tests.Pools;

/// <summary>What the jobs of these tests do; each runs in a worker.</summary>
internal static class PoolJobs
{
    private static string _setting = "not initialised";
    private static WeakReference? _argument;

    public static int Square(int x) => x * x;

    public static int Add(int a, int b) => a + b;

    public static string Join3(string a, int b, double c) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{a}{b}{c}");

    public static int Sum5(int a, int b, int c, int d, int e) => a + b + c + d + e;

    public static void Nothing() { }

    public static int Id() => Environment.ProcessId;

    public static int IdOf(int _) => Environment.ProcessId;

    public static void Fail(string why) => throw new FormatException(why);

    public static int FailAt3(int x) => x == 3 ? throw new FormatException($"{x} is bad") : x * 10;

    public static object Unserialisable() => new Action(Nothing);

    public static int TakesFunction(Func<int> function) => function();

    public static void Set(string setting) => _setting = setting;

    public static string Setting() => _setting;

    public static void FailToStart() => throw new InvalidDataException("no configuration");

    public static void DieAtOnce() => Kill();

    public static int ExitWith(int code)
    {
        Environment.Exit(code);
        return 0;
    }

    public static int Kill()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    /// <summary>Dies the first time, by the file that it leaves, and then returns how often it was begun.</summary>
    public static int DieOnce(string path)
    {
        File.AppendAllText(path, "x");
        return new FileInfo(path).Length == 1 ? Kill() : (int)new FileInfo(path).Length;
    }

    /// <summary>Leaves a mark for each time that it is begun.</summary>
    public static int Mark(string directory, int number)
    {
        File.AppendAllText(Path.Combine(directory, $"{number}"), "x");
        return number;
    }

    /// <summary>Waits until the file is there.</summary>
    public static int WaitFor(string path)
    {
        while (!File.Exists(path)) Thread.Sleep(1);
        return Environment.ProcessId;
    }

    /// <summary>Leaves a mark; fails without a file to wait for, otherwise waits for it.</summary>
    public static int FailOrWait(string go, string directory)
    {
        File.WriteAllText(Path.Combine(directory, $"{Guid.NewGuid():N}"), "");
        return go.Length == 0 ? throw new FormatException("told to") : WaitFor(go);
    }

    /// <summary>Says that it runs, and ends when it is cancelled.</summary>
    public static int UntilCancelled(string started)
    {
        File.WriteAllText(started, "");
        ProcessPool.JobCancel.WaitHandle.WaitOne();
        ProcessPool.JobCancel.ThrowIfCancellationRequested();
        return 0;
    }

    /// <summary>The same, but returns.</summary>
    public static int CancelledButReturns(string started)
    {
        File.WriteAllText(started, "");
        ProcessPool.JobCancel.WaitHandle.WaitOne();
        return 7;
    }

    public static bool CanBeCancelled() => ProcessPool.JobCancel.CanBeCanceled;

    public static void Sleep(string started)
    {
        File.WriteAllText(started, "");
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Says who it is, over a connection that came along.</summary>
    public static void Report(Connection to, int number)
    {
        using (to) to.Send((number, Environment.ProcessId));
    }

    public static byte[] Zeros(int length) => new byte[length];

    public static byte[] Reverse(byte[] bytes)
    {
        var copy = bytes.ToArray();
        Array.Reverse(copy);
        return copy;
    }

    public static void Remember(byte[] argument) => _argument = new WeakReference(argument);

    public static bool IsRemembered()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return _argument!.IsAlive;
    }

    public static Dictionary<string, int> Count(string[] words) => words.CountBy(word => word).ToDictionary();

    /// <summary>A parent of its own: makes a pool, writes down its workers, and never ends.</summary>
    public static void KeepPool(string path)
    {
        using var pool = new ProcessPool(2);
        while (pool.ProcessIds.Count < 2) Thread.Sleep(1);
        pool.ApplyAsync(Thread.Sleep, Timeout.Infinite); // one is at work, the other is not
        File.WriteAllText(path + ".new", string.Join(' ', pool.ProcessIds));
        File.Move(path + ".new", path);
        Thread.Sleep(Timeout.Infinite);
    }
}
