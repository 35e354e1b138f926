// One thread looks after everything, twenty times a second; the check itself runs on another, in a process of its own:
//
//      loop:   key pressed?      do it
//              file saved?       begin a check; one that is at work for long already is given up
//              check ended?      show it; passed: go on to the next exercise
//
//   I1  At most one check is at work, and it is about the exercise that is shown.
//   I2  However a check ends, by a result, a crash or a kill, the loop goes on.

using System.Diagnostics;
using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;
using Workbook.Examples.Exercises;
using Workbook.Examples.Learning;

namespace Workbook.Examples.Cli;

/// <summary>What <c>workbook watch</c> does until somebody presses q.</summary>
internal sealed class Watch : IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(25), _patience = TimeSpan.FromSeconds(2);

    private readonly Session _session;
    private readonly Learner _learner;
    private readonly bool _isPolling;
    private readonly CheckerProcess _checker;
    private readonly CancellationToken _interrupted;
    private readonly FileStream? _mark; // held while a watch is at work here

    private Assignment _assignment = null!;
    private SaveWatcher? _saves;
    private Task<(ToldReport? Told, string Trouble)>? _check;
    private CancellationTokenSource? _giveUp;
    private long _begun;
    private bool _isAskedAgain;

    public Watch(Session session, Learner learner, bool isPolling)
    {
        (_session, _learner, _isPolling) = (session, learner, isPolling);
        _checker = new CheckerProcess(session.Checker);
        _interrupted = session.Interruptible();
        _mark = TryMark();
        if (_mark is null) session.Error.WriteLine("another watch is at work on these exercises: both will check, and both count");
        _checker.Warm();
    }

    /// <summary>Blocks until q is pressed.</summary>
    /// <exception cref="CommandException">Ctrl+C.</exception>
    public void Run(Assignment assignment)
    {
        var key = _session.Keys();
        Show(assignment);
        while (true)
        {
            if (_interrupted.IsCancellationRequested) throw new CommandException(ExitCode.Interrupted, "interrupted");
            if (key() is { } letter && !Press(letter)) return;
            if (_saves!.HasChanged()) Check();
            if (_isAskedAgain && (_check is null || Stopwatch.GetElapsedTime(_begun) > _patience)) Check();
            if (_check is { IsCompleted: true }) End();
            Thread.Sleep(_tick);
        }
    }

    public void Dispose()
    {
        _giveUp?.Cancel();
        _check?.Wait();
        _giveUp?.Dispose();
        _saves?.Dispose();
        _checker.Dispose();
        if (_mark is null) return;
        _mark.Dispose();
        File.Delete(_mark.Name);
    }

    private void Show(Assignment assignment)
    {
        _assignment = assignment;
        _saves?.Dispose();
        _saves = new SaveWatcher(_learner.Folder(assignment).AnswerPath, _isPolling);
        Check();
    }

    // False: it is over.
    private bool Press(char letter)
    {
        switch (letter)
        {
            case 'q': return false;
            case 'r': Check(); break;
            case 'h': HintCommand.ShowNext(_session, _session.Exercise($"{_assignment.Number}")); break;
            case 'l': List(); break;
            case 'n': Next(); break;
            default: Foot(); break;
        }
        return true;
    }

    // A check that is nearly done is waited for: to kill it costs a warm checker.
    private void Check()
    {
        _isAskedAgain = true;
        if (_check is { IsCompleted: false })
        {
            if (Stopwatch.GetElapsedTime(_begun) < _patience) return;
            _giveUp!.Cancel();
            _check.Wait();
        }
        _isAskedAgain = false;
        _giveUp?.Dispose();
        _giveUp = new CancellationTokenSource();
        _begun = Stopwatch.GetTimestamp();
        var (assignment, cancel) = (_assignment, _giveUp.Token);
        _check = Task.Run(() => Check(assignment, cancel));
    }

    // No report: given up, or there is trouble, such as a file that is gone.
    private (ToldReport? Told, string Trouble) Check(Assignment assignment, CancellationToken cancel)
    {
        try
        {
            var answer = _learner.Folder(assignment).Read();
            var report = CheckCommand.Run(_session, _checker, _learner.Job(assignment, answer), isQuiet: false, cancel);
            return (_learner.Record(assignment, report), "");
        }
        catch (OperationCanceledException) { return (null, ""); }
        catch (CommandException e) { return (null, e.Message); }
    }

    private void End()
    {
        var (told, trouble) = _check!.Result;
        _check = null;
        if (trouble.Length > 0 && !_interrupted.IsCancellationRequested)
        {
            _session.Error.WriteLine(trouble);
            Foot();
        }
        if (told is null || _isAskedAgain || told.Assignment.Number != _assignment.Number) return;
        if (_session.Terminal is { } terminal) terminal.Clear(home: true);
        ReportView.Write(_session, told, all: false);
        if (told.Report.Passed) Next();
        else Foot();
    }

    private void Next()
    {
        var progress = _session.Progress.Read();
        var coursework = _session.Catalogue.Exercises.Where(exercise => exercise.IsCoursework).Select(Assignments.Of).OfType<Assignment>().ToList();
        var next = coursework.Find(one => one.Number > _assignment.Number && !progress.HasPassed(one.Number))
            ?? coursework.Find(one => one.Number != _assignment.Number && !progress.HasPassed(one.Number));
        if (next is null)
        {
            _session.Output.WriteLine("\nno exercise is left that has not passed; q quits");
            return;
        }
        var folder = _learner.Folder(next);
        try { folder.Create(); }
        catch (CommandException e)
        {
            _session.Error.WriteLine(e.Message);
            return;
        }
        _session.Progress.Change(progress => progress.SetDirectory(next.Number, Path.GetFullPath(folder.Path)));
        _session.Output.WriteLine($"\nnext: {next.Number} {next.Title}, in {folder.AnswerPath}; workbook show {next.Number} says what to do");
        _assignment = next;
        _saves?.Dispose();
        _saves = new SaveWatcher(folder.AnswerPath, _isPolling); // it is checked when it is saved, or with r
        Foot();
    }

    private void List()
    {
        var progress = _session.Progress.Read();
        var coursework = _session.Catalogue.Exercises.Where(exercise => exercise.IsCoursework);
        foreach (var exercise in coursework.Where(exercise => Assignments.Of(exercise) is not null))
        {
            var mark = exercise.Number == _assignment.Number ? ">" : " ";
            _session.Output.WriteLine($"{mark} {exercise.Number} {exercise.Title,-28} {progress.Points(exercise.Number),3} of {exercise.Points}"
                + (progress.HasPassed(exercise.Number) ? "  passed" : ""));
        }
        Foot();
    }

    private void Foot() => _session.Output.WriteLine($"\n{_assignment.Number} is checked at every save.  h hint  l list  r rerun  n next  q quit");

    private FileStream? TryMark()
    {
        try
        {
            Directory.CreateDirectory(_session.Work);
            return new FileStream(Path.Combine(_session.Work, "watch.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }
}
