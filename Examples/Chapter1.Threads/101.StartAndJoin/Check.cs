// Compiled together with the learner's file. Jobs that only return something are enough: which of them ends first is up to the
// explorer, and it tries every order. Where jobs have to meet, whoever runs them one after the other never gets on.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.StartAndJoin;

[NeverPolls("it waits for the threads without sleeping or spinning", Points = 1,
    Explains = "It looks again and again whether the jobs have ended; Join waits, and wakes up when it is so.")]
public static class Check
{
    [Check("the results stand in the order of the jobs", Points = 4,
        Explains = "Result i must be what job i returned, whichever ended first: give each thread a place that only it writes.")]
    public static void In_the_order_of_the_jobs()
    {
        var results = AllAtOnce.Run<string>([new("A", () => "a"), new("B", () => "b"), new("C", () => "c")]);
        Must.EqualSequence(["a", "b", "c"], results, "the results of the jobs A, B and C");
    }

    // Not too much: nobody goes on before all three are there. Whoever waits for one before all are started, or lets one work at
    // a time, never gets there, and the explorer tells the deadlock.
    [Check("the jobs run all at the same time", Points = 5,
        Explains = "A job was begun only when another had ended. Start all before the first Join, with no lock around the work.")]
    public static void All_at_the_same_time()
    {
        using var allAreHere = new CountdownEvent(3);
        bool Meets()
        {
            allAreHere.Signal();
            allAreHere.Wait();
            return true;
        }
        var results = AllAtOnce.Run<bool>([new("A", Meets), new("B", Meets), new("C", Meets)]);
        Must.Equal(3, results.Count, "the number of results of three jobs");
    }

    [Check("each job has a thread of its own, named like the job", Points = 3,
        Explains = "Each job must run on a new thread that has the job's name: that is what a debugger shows.")]
    public static void A_thread_of_its_own()
    {
        var threads = AllAtOnce.Run<Thread?>([new("A", () => Thread.CurrentThread), new("B", () => Thread.CurrentThread)]);
        Must.Hold(!threads.Contains(Thread.CurrentThread), "a job ran on the thread that called Run");
        Must.Equal(2, threads.Distinct().Count(thread => thread is not null), "the number of threads that two jobs ran on");
        Must.EqualSequence(["A", "B"], threads.Select(thread => thread?.Name).Order(), "the names of the threads of A and B");
    }

    [Check("it returns when the last job has ended", Points = 3,
        Explains = "Run came back while a job was still at work: every thread has to be joined, not only one of them.")]
    public static void Waits_for_all()
    {
        var ended = 0;
        bool Ends()
        {
            Interlocked.Increment(ref ended);
            return true;
        }
        AllAtOnce.Run<bool>([new("A", Ends), new("B", Ends), new("C", Ends)]);
        var endedByThen = Volatile.Read(ref ended);
        Must.Hold(endedByThen == 3, $"Run has returned, and only {endedByThen} of 3 jobs had ended");
    }

    [Check("one fails, and the others still run to their end", Points = 3,
        Explains = "The failure of a job must not end the process, and is thrown only after all the others have ended.")]
    public static void The_others_run_to_their_end()
    {
        var (failure, ended) = (new InvalidTimeZoneException("no such place"), 0);
        int Fails() => throw failure;
        int Ends() => Interlocked.Increment(ref ended);
        var thrown = Must.Throw<AggregateException>(() => AllAtOnce.Run<int>([new("fails", Fails), new("ends", Ends)]),
            "Run, when one of two jobs fails,");
        Must.Hold(Volatile.Read(ref ended) == 1, "Run has thrown the failure, and the other job had not ended yet");
        Must.Hold(thrown.InnerExceptions is [JobFailedException { Job: "fails" } reported] && reported.InnerException == failure,
            $"the exception does not hold the failure of the job alone, but: {Shown(thrown)}");
    }

    [Check("every failure is thrown, in the order of the jobs", Points = 3,
        Explains = "One AggregateException must hold a JobFailedException for each job that failed, in the order of the jobs.")]
    public static void Every_failure_in_order()
    {
        static int Fails() => throw new InvalidTimeZoneException("no such place");
        var thrown = Must.Throw<AggregateException>(
            () => AllAtOnce.Run<int>([new("A", Fails), new("B", () => 1), new("C", Fails)]),
            "Run, when two of three jobs fail,");
        Must.EqualSequence(["A", "C"], thrown.InnerExceptions.Select(inner => (inner as JobFailedException)?.Job),
            "A and C fail, and the jobs in the exception");
    }

    [Check("no jobs have no results", Points = 1,
        Explains = "An empty list is fine: nothing is started, and the list of the results is empty too.")]
    public static void No_jobs() => Must.Equal(0, AllAtOnce.Run<int>([]).Count, "the number of results of no jobs");

    [Check("a list or a job that is not there is refused, and nothing is started", Points = 2,
        Explains = "A null list is an ArgumentNullException, a null in it an ArgumentException: look before you start anything.")]
    public static void Missing_jobs()
    {
        var started = 0;
        Must.Throw<ArgumentNullException>(() => AllAtOnce.Run<int>(null!), "Run(null)");
        Must.Throw<ArgumentException>(() => AllAtOnce.Run<int>([new("A", () => Interlocked.Increment(ref started)), null!]),
            "Run with a null behind the first job");
        Thread.Yield(); // a thread that was started may show itself now; where none was, nothing happens
        Must.Hold(Volatile.Read(ref started) == 0, "a job is missing, and the one before it was started all the same");
    }

    private static string Shown(AggregateException thrown) =>
        string.Join(", ", thrown.InnerExceptions.Select(inner => $"{inner.GetType().Name} ({inner.Message})"));
}
