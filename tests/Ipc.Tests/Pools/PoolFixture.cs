using System.Reflection;
using Workbook.Ipc.Pools;

namespace Workbook.Ipc.Tests.Pools;

/// <summary>A pool that several tests share, since each worker takes 50 ms and more to start; and a directory for their
/// files.</summary>
public sealed class PoolFixture : IDisposable
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    public ProcessPool Pool { get; } = new(2);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("workbook-pool-").FullName;

    /// <summary>A name for a file that is not there.</summary>
    public string NewPath() => Path.Combine(Directory, $"{Guid.NewGuid():N}");

    /// <summary>Waits for a state; a bug fails the test instead of hanging it.</summary>
    public static void Until(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, _bound),
        $"waited in vain until {what}");

    /// <summary>Whether the process is there, and not a zombie.</summary>
    public static bool Runs(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not 'Z' and not 'X';
        }
        catch (IOException) { return false; }
    }

    /// <summary>A field that nobody else may see.</summary>
    public static object Private(ProcessPool pool, string field) =>
        typeof(ProcessPool).GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(pool)!;

    public static void MustEnd(ProcessPool pool)
    {
        pool.Close();
        Assert.True(pool.Join(_bound), "the pool did not end");
    }

    public void Dispose()
    {
        var workers = Pool.ProcessIds;
        Pool.Dispose();
        Assert.DoesNotContain(workers, Runs);
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
