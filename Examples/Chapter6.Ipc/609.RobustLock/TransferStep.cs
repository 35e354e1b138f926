namespace Workbook.Examples.Ipc.KilledOwner;

/// <summary>How far a transfer has come.</summary>
public enum TransferStep
{
    Locked,
    Noted,
    Debited,
    Credited,
    Closed,
    Released,
}
