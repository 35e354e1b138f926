namespace Workbook.Examples.Deadlock.BankersAlgorithm;

/// <summary>Lends and takes back: the cautious bank and the careless one, so that the demo can run either.</summary>
public interface IBank
{
    /// <summary>Lends that much more, or refuses, at once.</summary>
    /// <param name="customer">From 0.</param>
    /// <param name="amounts">One for each kind.</param>
    /// <returns>False when refused; nothing has changed then.</returns>
    /// <exception cref="ArgumentException">No such customer, or not one amount for each kind.</exception>
    /// <exception cref="InvalidOperationException">More than the customer's claim leaves it; nothing has changed.</exception>
    bool TryLend(int customer, params int[] amounts);

    /// <summary>Lends that much more, sleeping until it can be done.</summary>
    /// <exception cref="ArgumentException">No such customer, or not one amount for each kind.</exception>
    /// <exception cref="InvalidOperationException">More than the customer's claim leaves it; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it could not be done; nothing has changed.</exception>
    void Lend(int customer, int[] amounts, CancellationToken cancel = default);

    /// <summary>Takes back what a customer holds, or a part of it.</summary>
    /// <exception cref="ArgumentException">No such customer, or not one amount for each kind.</exception>
    /// <exception cref="InvalidOperationException">More than it holds; nothing has changed.</exception>
    void TakeBack(int customer, params int[] amounts);
}
