using Workbook.Concurrency.Threads;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class ProcessTableTests
{
    private static ProcessInfo Process(int id, int parent) =>
        ProcessTable.Parse($"{id} (p) S {parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0", "");

    [Fact]
    public void This_process_is_found_with_what_the_platform_knows_of_it()
    {
        var self = ProcessTable.Find(Environment.ProcessId)!;
        using var platform = System.Diagnostics.Process.GetCurrentProcess();
        Assert.Equal(Environment.ProcessId, self.Id);
        Assert.True(self.IsAlive && !self.IsZombie);
        Assert.Contains(self.State, "RSD");
        Assert.InRange(self.Threads, 2, 10_000);
        Assert.InRange(self.ResidentBytes, 10_000_000, platform.PeakWorkingSet64);
        Assert.InRange(Math.Abs((self.StartTime - platform.StartTime).TotalSeconds), 0, 3);
        Assert.InRange(self.ProcessorTime, TimeSpan.FromMilliseconds(10), platform.TotalProcessorTime + TimeSpan.FromSeconds(60));
        Assert.Equal(ProcessTable.Read()[self.Id]!.StartTicks, self.StartTicks);
        Assert.Equal(ProcessTable.Read()[self.ParentId]!.Id, self.ParentId);
    }

    [Fact]
    public void A_child_is_below_its_parent_with_its_command_line()
    {
        using var traces = new Traces();
        using var shell = Subprocess.Start(Command.Shell($"{traces.Sleep} & echo begun; wait"));
        Assert.Equal("begun", new StreamReader(shell.Output).ReadLine());
        Traces.Until(() => traces.Running.Count == 1, "it sleeps");
        var table = ProcessTable.Read();
        Assert.Equal("sh", table[shell.Id]!.Name);
        Assert.Contains(table.ChildrenOf(Environment.ProcessId), process => process.Id == shell.Id);
        Assert.Equal(traces.Sleep, Assert.Single(table.ChildrenOf(shell.Id)).CommandLine);
        var tree = table.TreeOf(shell.Id).Select(row => (row.Depth, row.Process.Id));
        Assert.Equal([(0, shell.Id), (1, traces.Running[0].Id)], tree);
        Assert.Equal(shell.Id, table[traces.Running[0].Id]!.GroupId);
    }

    [Fact]
    public void A_process_that_is_not_there_is_null()
    {
        Assert.Null(ProcessTable.Find(int.MaxValue));
        Assert.Null(ProcessTable.Read()[int.MaxValue]);
        Assert.Empty(ProcessTable.Read().ChildrenOf(int.MaxValue));
        Assert.Empty(ProcessTable.Read().TreeOf(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProcessTable.Find(0));
    }

    [Fact]
    public void A_name_may_contain_anything()
    {
        var process = ProcessTable.Parse("42 (a) R 7 (b) S 1 2 3 0 -1 0 0 0 0 0 150 25 0 0 20 0 4 0 77 0 10", "");
        Assert.Equal((42, "a) R 7 (b", 'S'), (process.Id, process.Name, process.State));
        Assert.Equal((1, 2, 3), (process.ParentId, process.GroupId, process.SessionId));
        Assert.Equal((1.5, 0.25), (process.UserTime.TotalSeconds, process.SystemTime.TotalSeconds));
        Assert.Equal(1.75, process.ProcessorTime.TotalSeconds);
        Assert.Equal((4, 77L, 10L * Environment.SystemPageSize), (process.Threads, process.StartTicks, process.ResidentBytes));
        Assert.Equal("[a) R 7 (b]", process.CommandLine);
        Assert.Equal("sleeping", process.StateName);
    }

    [Fact]
    public void A_tree_has_each_before_its_children_and_a_circle_does_not_hang()
    {
        var table = new ProcessTable([Process(5, 2), Process(2, 1), Process(3, 1), Process(4, 2), Process(1, 0)]);
        Assert.Equal([(0, 1), (1, 2), (2, 4), (2, 5), (1, 3)], table.TreeOf(1).Select(row => (row.Depth, row.Process.Id)));
        Assert.Equal([4, 5], table.DescendantsOf(2).Select(process => process.Id));
        Assert.Equal([1, 2, 3, 4, 5], table.All.Select(process => process.Id));

        var circle = new ProcessTable([Process(8, 9), Process(9, 8)]); // an id was given again between two rows
        Assert.Equal([8, 9], circle.TreeOf(8).Select(row => row.Process.Id));
    }

    [Fact]
    public void Reading_while_processes_come_and_go_leaves_out_who_has_gone()
    {
        var isOver = false; // written by this thread with Volatile, read so by the starters
        var starters = Enumerable.Range(0, 2).Select(i => WorkerThread.Start($"starter {i}", () =>
        {
            while (!Volatile.Read(ref isOver)) Subprocess.Run(new Command("true"));
        })).ToList();
        try
        {
            for (var i = 0; i < 30; i++) Assert.NotNull(ProcessTable.Read()[Environment.ProcessId]);
        }
        finally { Volatile.Write(ref isOver, true); }
        starters.ForEach(starter => Assert.True(starter.Join(TimeSpan.FromSeconds(60))));
    }
}
