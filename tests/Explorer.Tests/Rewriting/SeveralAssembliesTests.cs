using Workbook.Concurrency.Queues;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer.Tests.Rewriting;

public sealed class SeveralAssembliesTests : IDisposable
{
    private const string Shop = """
        namespace Shop;
        public class Till { public int Sold; public void Sell() => Sold++; }
        public class SafeTill { private readonly Till _till = new(); public void Sell() { lock (_till) _till.Sell(); }
            public int Sold => _till.Sold; }
        public class Slow { public static void Work() => new System.IO.FileSystemWatcher("/").WaitForChanged(0); }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("explored").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_race_in_an_assembly_beside_is_found() =>
        Assert.Equal(Strength.Failed,
        Explore("var till = new Shop.Till();", "if (till.Sold != 2) throw new Exception();").Strength);

    [Fact]
    public void A_lock_in_an_assembly_beside_is_controlled() =>
        Assert.Equal(Strength.Proved,
        Explore("var till = new Shop.SafeTill();", "if (till.Sold != 2) throw new Exception();").Strength);

    [Fact]
    public void What_is_not_controlled_is_refused_in_an_assembly_beside_too()
    {
        var refused = Assert.Throws<RefusedException>(() => Explore("var till = new Shop.Till();", "Shop.Slow.Work();"));
        Assert.Contains(refused.Uses, use =>
            use.StartsWith("System.IO.FileSystemWatcher.WaitForChanged in Slow.Work, Shop.cs:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_is_read_again_only_when_a_file_of_it_has_changed()
    {
        Explore("var till = new Shop.Till();", "");
        var path = Path.Combine(_directory, "test.dll");
        var first = ProgramImage.FromFile(path);
        Assert.Same(first, ProgramImage.FromFile(path));
        File.SetLastWriteTimeUtc(Path.Combine(_directory, "Shop.dll"), DateTime.UtcNow.AddSeconds(5));
        Assert.NotSame(first, ProgramImage.FromFile(path));
    }

    [Fact]
    public void The_library_of_this_course_runs_rewritten()
    {
        var verdict = Workbook.Explorer.Explore.Test(() =>
        {
            var stack = new TreiberStack<int>();
            void Work()
            {
                stack.Push(1);
                Assert.True(stack.TryPop(out var item));
                Assert.Equal(1, item);
            }
            Thread a = new(Work), b = new(Work);
            a.Start();
            b.Start();
            a.Join();
            b.Join();
            Assert.False(stack.TryPop(out _));
        }, new ExploreOptions { Schedules = 2_000 });
        Assert.Null(verdict.Failure);
        Assert.Empty(verdict.Races);
    }

    private Verdict Explore(string before, string after)
    {
        var shop = Compiled.Emit(Shop, "Shop", _directory);
        Compiled.Emit($$"""
            using System; using System.Threading;
            public static class Program
            {
                public static void Test()
                {
                    {{before}}
                    Thread a = new(till.Sell), b = new(till.Sell);
                    a.Start(); b.Start(); a.Join(); b.Join();
                    {{after}}
                }
            }
            """, "test", _directory, shop);
        var program = RewrittenProgram.FromFile(Path.Combine(_directory, "test.dll"), ("Program", "Test"));
        return Workbook.Explorer.Explore.Run(program.Assembly.GetType("Program")!.GetMethod("Test")!
            .CreateDelegate<Action>(), program.Sites, new ExploreOptions());
    }
}
