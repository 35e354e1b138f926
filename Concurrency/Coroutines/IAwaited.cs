// A wait, from the coroutine's `yield return` to its next turn:
//
//      Enter ---- true: has to wait ----> Waiting ---- scheduler.Wake ----> Ready ----> Resume, and the body goes on
//        |                                   |                                ^
//        |                                   +---- Leave: cancelled           | or Leave
//        +---------- false: need not wait ------------------------------------+

namespace Workbook.Concurrency.Coroutines;

/// <summary>What a coroutine can wait for. Exactly one of Resume and Leave follows each Enter.</summary>
internal interface IAwaited
{
    /// <summary>What it is, for the message about those who wait for ever.</summary>
    string What { get; }

    /// <summary>The waiter's turn is over.</summary>
    /// <returns>True: it will be woken. False: what it waits for is there, it only waits for its turn.</returns>
    /// <exception cref="InvalidOperationException">It would be a mistake to wait for this.</exception>
    bool Enter(Coroutine waiter);

    /// <summary>The waiter's turn has come.</summary>
    /// <returns>What is to be thrown at its <c>yield return</c>; null when all is well.</returns>
    Exception? Resume();

    /// <summary>The waiter, woken already or not, was cancelled.</summary>
    void Leave(Coroutine waiter);
}
