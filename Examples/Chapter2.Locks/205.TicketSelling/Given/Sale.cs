namespace Workbook.Examples.Locks.TicketSelling;

/// <summary>One ticket went over one counter.</summary>
/// <param name="Window">Who sold it, <c>w1</c>, <c>w2</c>, ...</param>
/// <param name="Ticket">Its number, from 1.</param>
public sealed record Sale(string Window, int Ticket);
