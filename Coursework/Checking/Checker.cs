// The child's side: reads a job, compiles it, explores its checks one after the other, and tells each result as it is there.
//
//      parent                       checker
//      job          ------------->  compiles
//                   <-------------  compiled
//                   <-------------  begins "no ticket is sold twice"
//                                   explores
//                   <-------------  ends   "no ticket is sold twice"
//                   ...
//                   <-------------  done                 and waits for the next job, warm
//
// When the stream of jobs ends it leaves, in the middle of a check too: the parent was killed. Standard output and standard
// error are the candidate's: results go through a pipe of their own, so that no print can be taken for a verdict.

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Workbook.Coursework.Compiling;
using Workbook.Explorer;

namespace Workbook.Coursework.Checking;

/// <summary>Checks candidates, in a process of its own that may be killed at any time.</summary>
public sealed class Checker
{
    private readonly IReadOnlyList<string> _libraries;
    private readonly Compiler _compiler;
    private readonly BlockingCollection<string> _waiting = [];
    private int _undone; // jobs that were read and are not done
    private readonly TextReader _jobs;
    private readonly TextWriter _results;

    /// <param name="libraries">Files of assemblies that a candidate may use beside the platform's.</param>
    /// <param name="jobs">A job a line.</param>
    /// <param name="results">A message a line.</param>
    public Checker(IReadOnlyList<string> libraries, Stream jobs, Stream results)
    {
        (_libraries, _compiler) = (libraries, new Compiler(libraries));
        _jobs = new StreamReader(jobs, Encoding.UTF8);
        _results = new StreamWriter(results, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    /// <summary>Does jobs until there are no more. Blocks until then. If the stream ends while one is under way, the process
    /// ends.</summary>
    public void Run()
    {
        // The explorer gets ready on one core, and the compiler, until the first candidate is there, on another.
        new Thread(Prepare) { Name = "prepares the explorer" }.Start();
        new Thread(_compiler.Prepare) { Name = "prepares the compiler" }.Start();
        var listener = new Thread(Listen) { Name = "listens for jobs", IsBackground = true };
        listener.Start();
        foreach (var line in _waiting.GetConsumingEnumerable())
        {
            var job = JsonSerializer.Deserialize(line, CheckerJson.Default.CheckJob)!;
            try { Do(job); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { Tell(new CheckerMessage { Trouble = e.Message }); }
            Tell(new CheckerMessage { Done = true });
            Interlocked.Decrement(ref _undone);
        }
    }

    // The stream ends when whoever has asked is gone: then nobody waits for what is under way, and it may never end by itself.
    private void Listen()
    {
        while (_jobs.ReadLine() is { } line)
        {
            Interlocked.Increment(ref _undone);
            _waiting.Add(line);
        }
        _waiting.CompleteAdding();
        if (Volatile.Read(ref _undone) > 0) Environment.Exit(0);
    }

    private static void Prepare()
    {
        try { Explore.Prepare(); }
        catch (NoVerdictException) { } // each check will say so
    }

    private void Do(CheckJob job)
    {
        var folder = new ProgramFolder(job, _libraries);
        var compiled = _compiler.Compile(folder.Assignment, job.Candidate);
        List<CheckInfo> checks = [.. compiled.Checks.Where(check => job.Only?.Contains(check.Name) != false)];
        Tell(new CheckerMessage { Errors = compiled.Errors, Checks = checks, Remarks = compiled.Remarks });
        if (compiled.Errors.Count > 0) return;

        var explored = new ExploredCandidate(job, compiled, folder, _libraries);
        // Rules at last: one of them is about what the scenarios showed.
        foreach (var check in checks.OrderBy(check => check.Kind != CheckKind.Scenario))
        {
            Tell(new CheckerMessage { Begins = check.Name });
            Tell(new CheckerMessage { Ends = explored.Check(check) });
        }
    }

    private void Tell(CheckerMessage message)
    {
        try { _results.WriteLine(JsonSerializer.Serialize(message, CheckerJson.Default.CheckerMessage)); }
        catch (IOException) { Environment.Exit(0); } // nobody listens any more
    }
}
