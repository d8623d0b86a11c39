// Saves a workbook once it is made: this runs when the page has come to its end.
document.querySelector("[data-workbook] a")?.click();
