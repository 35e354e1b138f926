namespace Workbook.Explorer.Scheduling;

/// <summary>What comes after an await, as the timeline calls it.</summary>
/// <param name="Method">Of what.</param>
/// <param name="Number">Which of its awaits that were waited for, from 1 on.</param>
internal sealed record Resumption(AsyncMethod Method, int Number)
{
    public override string ToString() => $"{Method.Name}, after {Ordinal} await";

    private string Ordinal => Number switch { 1 => "its 1st", 2 => "its 2nd", 3 => "its 3rd", _ => $"its {Number}th" };
}
