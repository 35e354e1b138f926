using Workbook.Ipc.Interop;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class NativeSubprocessTests : SubprocessContract
{
    private protected override IRunningCommand Launch(Command command, bool keepsInputOpen) =>
        new NativeCommand(command, keepsInputOpen);

    [Fact]
    public void Merged_error_output_keeps_its_order() => Assert.Equal("1\n2\n3\n",
        Run(Command.Shell("echo 1; echo 2 >&2; echo 3") with { MergesError = true }).Output);

    [Fact]
    public void What_the_program_had_written_is_read_without_any_grace()
    {
        using var traces = new Traces();
        var command = Command.Shell($"{traces.Sleep} & head -c 65000 /dev/zero; head -c 65000 /dev/zero >&2");
        var result = Run(command with { OutputGrace = TimeSpan.Zero });
        Assert.Equal((65_000, 65_000, true), (result.OutputBytes.Length, result.ErrorBytes.Length, result.OutputOutlivedIt));
    }

    [Fact]
    public void Whoever_writes_for_ever_behind_the_program_does_not_hold_up_the_result()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var command = Command.Shell("yes & echo $! >&2") with { OutputGrace = TimeSpan.FromMilliseconds(50), OutputLimit = 1000 };
        var result = Run(command, cancel: cancel.Token);
        Assert.True(result.OutputOutlivedIt && result.OutputWasCut);
        var id = int.Parse(result.Error); // yes: its pipe is closed now, and SIGPIPE ends it
        Traces.Until(() => ProcessTable.Find(id) is not { IsAlive: true, Name: "yes" }, "yes has ended");
    }

    [Fact]
    public void A_child_inherits_three_descriptors_and_no_other()
    {
        var (reader, writer) = Libc.Pipe();
        using (reader)
        using (writer)
        {
            Libc.Check(Libc.fcntl((int)writer.DangerousGetHandle(), Libc.SetDescriptorFlags, 0), "fcntl"); // no close-on-exec
            var inherited = Run(new Command("ls", "/proc/self/fd")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(["0", "1", "2", "3"], inherited); // 3 is the directory that ls reads
        }
    }

    [Fact]
    public void A_tree_that_grows_while_it_is_killed_leaves_nobody()
    {
        using var traces = new Traces();
        var grow = $"i=0; while [ $i -lt 60 ]; do {traces.Sleep} & i=$((i+1)); done; wait";
        var line = $"echo begun; ({grow}) & setsid sh -c '{grow}' & {grow}";
        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<FormatException>(() => Subprocess.RunOn(Launch, Command.Shell(line),
                _ => throw new FormatException(), null, TimeSpan.FromSeconds(60), default));
            traces.AllGone();
        }
    }

    // In a process of its own: nobody else needs descriptors there.
    private static (int Failures, bool Succeeded, string DescriptorsMore, int ChildrenLeft) RunWithFewDescriptors()
    {
        Subprocess.Run(new Command("true") { Input = new byte[] { 1 } }); // an assembly that cannot be loaded once never is
        var (before, failures, succeeded) = (ChildPrograms.Descriptors(), 0, false);
        for (var spare = 0; spare < 40 && !succeeded; spare++)
        {
            try
            {
                ChildPrograms.WithDescriptors(before.Length + spare, () =>
                    succeeded = Subprocess.Run(new Command("true") { Input = new byte[] { 1 } }).IsSuccess);
            }
            catch (IOException) { failures++; }
        }
        var more = ChildPrograms.Descriptors().Count(name => name.StartsWith("pipe:", StringComparison.Ordinal)
            || name.StartsWith("anon_inode:[pidfd", StringComparison.Ordinal))
            - before.Count(name => name.StartsWith("pipe:", StringComparison.Ordinal));
        return (failures, succeeded, $"{more}", ProcessTable.Read().ChildrenOf(Environment.ProcessId).Count);
    }

    [Fact]
    public void A_run_that_fails_half_way_leaves_nothing_behind_and_the_next_one_may_succeed()
    {
        using var child = ChildProcess.Start(RunWithFewDescriptors);
        var (failures, succeeded, descriptors, children) = child.Result();
        Assert.InRange(failures, 3, 39); // pipes and copies of descriptors: each was the one too many once
        Assert.True(succeeded);
        Assert.Equal("0", descriptors);
        Assert.Equal(0, children);
    }

    [Fact]
    public void A_child_leads_a_process_group_of_its_own()
    {
        var result = Run(Command.Shell("cut -d' ' -f5 /proc/$$/stat"));
        Assert.Equal($"{result.ProcessId}\n", result.Output);
    }

    [Fact]
    public void A_child_starts_with_no_signal_ignored_or_blocked() // the runtime ignores SIGPIPE
    {
        var masks = Run(new Command("grep", "-E", "SigIgn|SigBlk", "/proc/self/status")).Output.TrimEnd().Split('\n');
        Assert.Equal(2, masks.Length); // bits 0 to 30 are signals 1 to 31; 32 and 33 belong to the C library
        Assert.All(masks, mask => Assert.Equal(0UL, Convert.ToUInt64(mask.Split('\t')[1], 16) & 0x7FFF_FFFF));
    }

    [Fact]
    public void A_script_without_its_interpreter_and_a_file_that_is_no_program_are_told()
    {
        var directory = Directory.CreateTempSubdirectory("workbook-");
        try
        {
            string Make(string name, string text)
            {
                var path = Path.Combine(directory.FullName, name);
                File.WriteAllText(path, text);
                Run(new Command("chmod", "u+x", path)).EnsureSuccess();
                return path;
            }
            string Refusal<T>(string path) where T : Exception => Assert.Throws<T>(() => Run(new Command(path))).Message;
            Assert.Contains("interpreter", Refusal<FileNotFoundException>(Make("a", "#!/no/such\n")));
            Assert.Contains("is no program", Refusal<IOException>(Make("b", "hello")));
            Assert.Contains("is a directory", Refusal<UnauthorizedAccessException>(directory.FullName));
            Assert.Equal("found\n", Run(new Command(Path.GetFileName(Make("found-by-path", "#!/bin/sh\necho found\n")))
            {
                Variables = new Dictionary<string, string?> { ["PATH"] = $"/no/such:{directory.FullName}:/usr/bin" },
            }).Output);
        }
        finally { directory.Delete(recursive: true); }
    }

    [Fact]
    public void Many_at_once_each_get_their_own_output()
    {
        var outputs = new string[8, 25];
        var threads = Enumerable.Range(0, 8).Select(t => Workbook.Concurrency.Threads.WorkerThread.Start($"runner {t}", () =>
        {
            for (var i = 0; i < 25; i++) outputs[t, i] = Run(new Command("echo", $"{t} {i}")).Output;
        })).ToList();
        threads.ForEach(thread => Assert.True(thread.Join(TimeSpan.FromSeconds(120))));
        for (var t = 0; t < 8; t++)
            for (var i = 0; i < 25; i++) Assert.Equal($"{t} {i}\n", outputs[t, i]);
    }

    // In a process of its own: nobody else opens descriptors or starts children there.
    private static (int Failed, string DescriptorsMore, int ChildrenLeft) StartMany(int count)
    {
        List<string> Descriptors() => [.. Directory.GetFiles("/proc/self/fd")
            .Select(path => $"{path} -> {new FileInfo(path).LinkTarget}")
            .Where(entry => !entry.EndsWith(".dll"))]; // those the runtime opens as it goes
        StartTwo(); // what is opened once, such as /dev/null, is open from here on
        var before = Descriptors();
        var failed = 0;
        for (var i = 0; i < count; i += 2) failed += StartTwo();
        var children = ProcessTable.Read().ChildrenOf(Environment.ProcessId).Count;
        return (failed, string.Join(", ", Descriptors().Except(before)), children);

        static int StartTwo()
        {
            using var started = Subprocess.Start(new Command("true"));
            return Subprocess.Run(new Command("true") { Input = new byte[] { 1 } }).IsSuccess ? 0 : 1;
        }
    }

    [Fact]
    public void Of_a_thousand_children_none_is_left_and_no_descriptor_either()
    {
        using var child = ChildProcess.Start(StartMany, 1_000);
        Assert.Equal((0, "", 0), child.Result());
    }
}
