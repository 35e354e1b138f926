// A child for each argument, all at the same time:
//
//      arguments      children                             results   failures
//       [ a ] ------> process 1: function(a) returns ----> [ x ]
//       [ b ] ------> process 2: function(b) throws  --------------> [ RemoteException ]
//       [ c ] ------> process 3: is killed           --------------> [ ChildDiedException ]
//
//   I1  All children run before the first is waited for.
//   I2  When the call ends, however it ends, every child that it started has ended and is reaped.

using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Elsewhere;

/// <summary>Calls a function for each of several arguments, each time in a process of its own.</summary>
/// <remarks>Any thread may call it, several at the same time too.</remarks>
public static class OneChildEach
{
    /// <summary>Starts a child for each argument, and blocks until all have ended.</summary>
    /// <param name="function">Runs in the children: a static method, or a lambda that captures nothing.</param>
    /// <param name="arguments">What it is called with. None is fine: then there are no results.</param>
    /// <param name="cancel">Kills the children.</param>
    /// <returns>The results in the order of the arguments, whichever child ended first.</returns>
    /// <exception cref="ArgumentNullException">There is no function, or no list. Nothing was started.</exception>
    /// <exception cref="ArgumentException">The function cannot run in another process. Nothing was started.</exception>
    /// <exception cref="NotSupportedException">An argument cannot travel. What was started has been killed.</exception>
    /// <exception cref="AggregateException">All children have ended and some have failed: a <see cref="RemoteException"/> for
    /// each whose function threw, a <see cref="ChildDiedException"/> for each that ended without result, in the order of the
    /// arguments.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the children have been killed.</exception>
    public static IReadOnlyList<TResult> Run<T, TResult>(
        Func<T, TResult> function, IReadOnlyList<T> arguments, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new ChildOptions { IgnoreInterrupt = true, Error = StreamTarget.Null }; // Ctrl+C and failures are told here
        var children = arguments.Select(argument => ChildProcess.Create(function, argument, options)).ToList();
        try
        {
            foreach (var child in children)
            {
                cancel.ThrowIfCancellationRequested();
                child.Start(); // I1
            }
            List<TResult> results = [];
            List<Exception> failures = [];
            foreach (var child in children)
            {
                try { results.Add(child.Result(cancel)); } // [result]
                catch (Exception e) when (e is RemoteException or ChildDiedException) { failures.Add(e); }
            }
            return failures.Count == 0
                ? results
                : throw new AggregateException($"{failures.Count} of {children.Count} children failed", failures);
        }
        finally
        {
            foreach (var child in children) child.Dispose(); // I2: kills what still runs
        }
    }
}
