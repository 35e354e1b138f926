namespace Workbook.Examples.Locks.MutualExclusion;

/// <summary>One till, many tellers: the guarded one and the broken one, so that the demo can run either.</summary>
public interface ITill
{
    /// <summary>What is in it. Read it when the tellers have gone home.</summary>
    int Balance { get; }

    /// <summary>Puts one coin in.</summary>
    /// <returns>The balance that the teller read, to which he added the coin.</returns>
    int Deposit();
}
