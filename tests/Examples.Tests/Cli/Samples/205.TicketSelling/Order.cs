namespace Workbook.Examples.Tests.Cli.Samples.TicketSelling;

public enum Order { FirstComeFirstServed, Random }
